"""Connections of a workspace: stored as they are, their secrets kept apart and shown by listsecrets alone."""

from collections.abc import Mapping, Sequence

from local_azure.behaviour import Behaviour, Call, Write
from local_azure.errors import bad_request
from local_azure.json_types import Json
from local_azure.machinelearning.arm_ids import workspace_id_of
from local_azure.platform import Platform
from local_azure.resources import Resource

_TABLE = "machinelearning_connection_secrets"
_OF_AZURE_AI = {"aiservices": "AIServices", "azureopenai": "AzureOpenAI"}


def connection_behaviour(platform: Platform) -> Behaviour:
    """Returns what the type ``workspaces/connections`` does beyond being stored."""

    async def prepare(write: Write) -> Json:
        return _without_secrets(platform, write)

    async def delete(connection: Resource) -> None:
        platform.store.delete(_TABLE, connection.id.lower())

    async def list_secrets(call: Call) -> Json:
        return _with_secrets(platform, call.resource)

    return Behaviour(
        validate=_validate,
        prepare=prepare,
        delete=delete,
        filter=_chosen,
        actions={"listsecrets": list_secrets},
        shows_state=False,
        answers_ok=True,  # azure-rest-api-specs, WorkspaceConnections_Create, has no 201 (2026-10)
    )


def _chosen(connections: Sequence[Resource], query: Mapping[str, str]) -> Sequence[Resource]:
    # azure-rest-api-specs, WorkspaceConnections_List: category and target, as of 2026-10.
    asked = {member: query[member].lower() for member in ("category", "target") if query.get(member)}
    return [
        each
        for each in connections
        if all(str(each.properties.get(member)).lower() == value for member, value in asked.items())
    ]


async def _validate(write: Write) -> None:
    properties = write.body.get("properties") or {}
    missing = [member for member in ("category", "target", "authType") if not properties.get(member)]
    if missing:
        raise bad_request(f"The connection lacks {', '.join(missing)}.", code="ValidationError", target=missing[0])


def _without_secrets(platform: Platform, write: Write) -> Json:
    properties = dict(write.body["properties"])
    # azure-ai-ml 1.35.2 writes AzureOpenAi; Azure's enumerations aren't told apart by case.
    properties["category"] = _OF_AZURE_AI.get(str(properties["category"]).lower(), properties["category"])
    credentials = properties.pop("credentials", None)
    if credentials is not None:
        platform.store.put(_TABLE, write.id.lower(), {"credentials": credentials})
    elif write.existing is None:
        platform.store.delete(_TABLE, write.id.lower())
    properties = {
        "group": "AzureAI" if properties["category"] in _OF_AZURE_AI.values() else "GenericProtocol",
        "isSharedToAll": False,
        "createdByWorkspaceArmId": workspace_id_of(write.id),
        **properties,
        "metadata": properties.get("metadata") or {},  # null makes azure-ai-ml 1.35.2 fail
    }
    return {**write.body, "properties": properties}


def _with_secrets(platform: Platform, connection: Resource) -> Json:
    stored = platform.store.get(_TABLE, connection.id.lower()) or {"credentials": None}
    return {
        "id": connection.id,
        "name": connection.name,
        "type": connection.type,
        "properties": {**connection.properties, "credentials": stored["credentials"]},
    }
