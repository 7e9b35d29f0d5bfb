"""Whether the compute of a workspace reaches a storage account: through the internet, or a managed private endpoint."""

from local_azure.errors import AzureError
from local_azure.machinelearning.managed_network.isolation import APPROVED_ONLY, isolation_of, network_owner
from local_azure.machinelearning.managed_network.rules import endpoint_targets, rules_of
from local_azure.platform import Platform
from local_azure.resources import Resource


def require_reach(platform: Platform, workspace: Resource, account: Resource) -> None:
    """Returns when jobs of a workspace reach the blobs of a storage account.

    Jobs run on Azure ML's compute, which is none of the services that storage trusts by itself.

    Raises:
        AzureError: 403 AuthorizationFailure, with what is missing.
    """
    owner = network_owner(platform, workspace)
    targets = [(each.lower(), group) for each, group in endpoint_targets(rules_of(platform, owner))]
    if (account.id.lower(), "blob") in targets:
        return
    if isolation_of(owner) == APPROVED_ONLY:
        why = f"the managed network of '{owner.name}' has no outbound rule to it"
    elif _is_closed(account):
        why = f"it is closed to the public network and '{owner.name}' has no managed network with a rule to it"
    else:
        return
    raise AzureError(
        403,
        "AuthorizationFailure",
        f"This request is not authorized to perform this operation: the job can't reach storage account "
        f"'{account.name}', {why}.",
    )


def _is_closed(account: Resource) -> bool:
    rules = account.properties.get("networkAcls") or {}
    disabled = str(account.properties.get("publicNetworkAccess") or "Enabled").lower() != "enabled"
    return disabled or str(rules.get("defaultAction", "Allow")).lower() == "deny"
