"""How closed a workspace's managed network is: from open to closed, and never back."""

from local_azure.behaviour import Write
from local_azure.errors import AzureError, bad_request
from local_azure.json_types import Json
from local_azure.machinelearning.arm_ids import COMPUTE
from local_azure.platform import Platform
from local_azure.resources import Resource

DISABLED = "Disabled"
INTERNET = "AllowInternetOutbound"
APPROVED_ONLY = "AllowOnlyApprovedOutbound"
# Azure ML documentation "how-to-managed-network", 2026-10: once enabled, isolation can't be disabled.
_ORDER = (DISABLED, INTERNET, APPROVED_ONLY)


def isolation_of(workspace: Resource) -> str:
    """Returns the isolation mode of a workspace's own managed network."""
    return isolation_in(workspace.properties)


def isolation_in(properties: Json) -> str:
    """Returns the isolation mode that a workspace's ``properties`` ask for, as Azure writes it."""
    wanted = str((properties.get("managedNetwork") or {}).get("isolationMode") or DISABLED)
    return next((mode for mode in _ORDER if mode.lower() == wanted.lower()), wanted)


def network_owner(platform: Platform, workspace: Resource) -> Resource:
    """Returns whose managed network a workspace's compute runs in: a project's is its hub's."""
    hub_id = workspace.properties.get("hubResourceId")
    return (platform.resources.get(hub_id) if hub_id else None) or workspace


def check_isolation(platform: Platform, write: Write) -> None:
    """Returns when a workspace may have the isolation that it is written with.

    Raises:
        AzureError: 400 for an unknown mode, a step back, or a step from open while there are computes.
    """
    sent = write.body.get("properties") or {}
    if sent.get("managedNetwork") is None:
        return  # a body that says nothing leaves the network as it is
    wanted = isolation_in(sent)
    if wanted not in _ORDER:
        raise bad_request(f"The isolation mode '{wanted}' isn't one of {', '.join(_ORDER)}.", code="ValidationError")
    if write.body.get("kind") == "Project" and wanted != DISABLED:
        raise bad_request("A project takes the managed network of its hub.", code="ValidationError")
    if write.existing is None:
        return
    before = isolation_of(write.existing)
    if _ORDER.index(wanted) < _ORDER.index(before):
        raise AzureError(
            400,
            "ValidationError",
            f"The isolation mode of the managed network of workspace '{write.name}' cannot be changed from {before} to "
            f"{wanted}: once it is enabled it can neither be disabled nor opened again.",
            target="managedNetwork.isolationMode",
        )
    computes = [each.name for each in platform.resources.list(write.id, COMPUTE)]
    if before == DISABLED and wanted != DISABLED and computes:
        raise AzureError(
            400,
            "ValidationError",
            f"Workspace '{write.name}' has computes ({', '.join(computes)}): delete them before enabling its managed "
            "network.",
            target="managedNetwork.isolationMode",
        )
