"""Provisioning of a managed network: it takes its time, on the first compute, when asked for, or with the workspace."""

from local_azure.errors import AzureError
from local_azure.identity import TENANT_ID
from local_azure.machinelearning.managed_network.isolation import DISABLED, isolation_of
from local_azure.machinelearning.managed_network.rules import endpoint_targets, rules_of
from local_azure.platform import Platform
from local_azure.resources import Resource
from local_azure.tokens import Caller

_TABLE = "machinelearning_managed_networks"
_LATENCY_ROW = "Microsoft.MachineLearningServices/workspaces/managedNetworks"
ACTIVE = "Active"
INACTIVE = "Inactive"


def network_status(platform: Platform, workspace: Resource) -> str:
    """Returns ``Active`` when a workspace's managed network is there, else ``Inactive``."""
    document = platform.store.get(_TABLE, workspace.id.lower())
    made = document is not None and document["workspace"] == workspace.properties.get("workspaceId")
    return ACTIVE if made else INACTIVE


async def ensure_network(platform: Platform, workspace: Resource) -> None:
    """Provisions a workspace's managed network unless it is there; nothing happens for one without isolation.

    Raises:
        AzureError: 403 when the workspace's identity may not approve the endpoints that the network needs.
    """
    if isolation_of(workspace) == DISABLED or network_status(platform, workspace) == ACTIVE:
        return
    check_approval(platform, workspace, endpoint_targets(rules_of(platform, workspace)))
    seconds = platform.options.managed_network_seconds
    seconds += platform.latency.seconds(_LATENCY_ROW, "create", workspace.id)
    if seconds > 0:
        await platform.clock.sleep(seconds)
    document = {"workspace": workspace.properties["workspaceId"]}
    platform.store.put(_TABLE, workspace.id.lower(), document)


def forget_network(platform: Platform, workspace: Resource) -> None:
    """Forgets the managed network of a workspace that is gone."""
    platform.store.delete(_TABLE, workspace.id.lower())


def check_approval(platform: Platform, workspace: Resource, targets: list[tuple[str, str]]) -> None:
    """Returns when the workspace's identity may approve private endpoints to all targets.

    Since 2025-04-30 Azure asks the identity for that right (Azure ML documentation "how-to-managed-network"). A
    system-assigned identity has it by what Azure assigns to it by itself.

    Raises:
        AzureError: 403 naming identity, target and role.
    """
    caller = _acting(platform, workspace)
    if caller is None:
        return
    for target_id, _ in targets:
        target = platform.resources.get(target_id)
        if target is None or target.id.lower() == workspace.id.lower():
            continue
        actions = ("privateEndpointConnectionsApproval/action", "privateEndpointConnections/write")
        if not any(platform.authorizer.allows(caller, f"{target.type}/{each}", target.id) for each in actions):
            raise AzureError(
                403,
                "Forbidden",
                f"The managed network of workspace '{workspace.name}' can't be provisioned: its identity "
                f"'{caller.object_id}' may not approve private endpoint connections of '{target.id}'. Assign it the "
                "role 'Azure AI Enterprise Network Connection Approver' there. See aka.ms/azureaipeapproval.",
            )


def _acting(platform: Platform, workspace: Resource) -> Caller | None:
    identity = workspace.body.get("identity") or {}
    if "systemassigned" in str(identity.get("type", "")).lower():
        return None
    primary = str(workspace.properties.get("primaryUserAssignedIdentity") or "").lower()
    for identity_id, ids in (identity.get("userAssignedIdentities") or {}).items():
        if identity_id.lower() == primary:
            return Caller(TENANT_ID, str(ids["principalId"]), str(ids["clientId"]), "")
    return None
