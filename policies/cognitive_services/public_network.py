"""In the private profile Foundry accounts are reached through private endpoints alone."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import PRIVATE, Policy
from policies.resources import Resource, differs


def check(account: Resource, _context: Context) -> Iterator[str]:
    """The rules too: the account's own firewall lets everything in by default."""
    yield differs(account, "properties.publicNetworkAccess", "Disabled")
    yield differs(account, "properties.networkAcls.defaultAction", "Deny")


POLICY = Policy(
    name="cognitive-services-public-network",
    summary="Foundry accounts of the private profile have no public address.",
    reason="A stolen token would call the models from anywhere.",
    fix="give the component a private Access (tunestack:network.profile private)",
    severity="high",
    types=("cognitiveservices:Account",),
    check=check,
    built_in=("037eea7a-bd0a-46c5-9a66-03aea78705d3",),
    controls=("NS-2",),
    only_where=PRIVATE,
)
