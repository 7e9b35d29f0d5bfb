"""Capability hosts of hubs and projects: one each, on connections that exist, never changed."""

from local_azure.behaviour import Behaviour, Write
from local_azure.errors import bad_request, conflict
from local_azure.json_types import Json
from local_azure.machinelearning.arm_ids import workspace_of
from local_azure.platform import Platform

_CONNECTIONS = (
    "acaEnvironmentConnections",
    "aiServicesConnections",
    "storageConnections",
    "threadStorageConnections",
    "vectorStoreConnections",
)


def capability_host_behaviour(platform: Platform) -> Behaviour:
    """Returns what the type ``workspaces/capabilityHosts`` does beyond being stored."""

    async def validate(write: Write) -> None:
        sent = write.body.get("properties") or {}
        workspace = workspace_of(platform.resources, write.id)
        if workspace.body.get("kind") not in ("Hub", "Project"):
            raise bad_request("Capability hosts belong to hubs and projects.", code="ValidationError")
        if write.existing is not None and any(sent.get(each) != write.existing.properties.get(each) for each in sent):
            # azure-ai-docs capability-hosts, as of 2026-10: delete and create again.
            raise bad_request("Updating a capability host isn't supported. Delete it and create it again.")
        others = platform.resources.children(workspace.id, write.type)
        if any(each.name.lower() != write.name.lower() for each in others):
            raise conflict(f"'{workspace.name}' has the capability host '{others[0].name}' already: one at most.")
        for name in (each for member in _CONNECTIONS for each in sent.get(member) or ()):
            owners = (workspace.id, workspace.properties.get("hubResourceId"))
            if not any(owner and platform.resources.get(f"{owner}/connections/{name}") for owner in owners):
                raise bad_request(f"The connection '{name}' of the capability host isn't there.", target="properties")

    return Behaviour(validate=validate, prepare=_prepare)


async def _prepare(write: Write) -> Json:
    return {"properties": {"capabilityHostKind": "Agents", **(write.body.get("properties") or {})}}
