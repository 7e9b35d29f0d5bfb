"""Ids around AI Services accounts: which account something lies in, and what its writes must not overlap on."""

TYPE = "Microsoft.CognitiveServices/accounts"
NAMESPACE = "Microsoft.CognitiveServices"


def account_id_of(resource_id: str) -> str:
    """Returns the id of the account that a resource is or lies in; children of one account are written one by one."""
    return "/".join(resource_id.split("/")[:9])


def scope_id_of(resource_id: str) -> str:
    """Returns the id of what a resource is nested in directly: its account or its project."""
    return "/".join(resource_id.split("/")[:-2])
