"""Capability hosts, where agents keep what they know: one a scope, on connections that exist, never changed."""

from local_azure.behaviour import Behaviour, Write
from local_azure.cognitiveservices.names import account_id_of, scope_id_of
from local_azure.errors import bad_request, conflict
from local_azure.json_types import Json
from local_azure.platform import Platform

_CONNECTIONS = ("aiServicesConnections", "storageConnections", "threadStorageConnections", "vectorStoreConnections")


def capability_host_behaviour(platform: Platform) -> Behaviour:
    """Returns the behaviour of ``accounts/capabilityHosts`` and ``accounts/projects/capabilityHosts``."""

    async def validate(write: Write) -> None:
        sent = write.body.get("properties") or {}
        if write.existing is not None and _settings(sent) != _settings(write.existing.properties):
            # azure-ai-docs capability-hosts, as of 2026-10: delete and create again.
            raise bad_request("Updating a capability host isn't supported. Delete it and create it again.")
        others = platform.resources.children(scope_id_of(write.id), write.type)
        if any(each.id.lower() != write.id.lower() for each in others):
            names = ", ".join(each.name for each in others)
            raise conflict(f"There is already a capability host in this scope: {names}. Each scope has one at most.")
        for name in (each for member in _CONNECTIONS for each in sent.get(member) or ()):
            if not _has_connection(platform, write.id, str(name)):
                raise bad_request(f"The connection '{name}' of the capability host isn't there.", target="properties")

    return Behaviour(validate=validate, prepare=_prepare, serialized_by=account_id_of)


async def _prepare(write: Write) -> Json:
    return {**write.body, "properties": {"capabilityHostKind": "Agents", **(write.body.get("properties") or {})}}


def _settings(properties: Json) -> Json:
    kept = {
        name: value for name, value in properties.items() if name not in ("provisioningState", "description", "tags")
    }
    return {"capabilityHostKind": "Agents", **kept}


def _has_connection(platform: Platform, host_id: str, name: str) -> bool:
    scopes = {scope_id_of(host_id), account_id_of(host_id)}
    return any(platform.resources.get(f"{scope}/connections/{name}") is not None for scope in scopes)
