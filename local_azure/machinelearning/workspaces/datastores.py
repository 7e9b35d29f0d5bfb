"""Datastores: the two that come with a workspace, those that users add, and what signs a client in to their storage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from local_azure.behaviour import Behaviour, Call, Write
from local_azure.errors import bad_request, not_supported
from local_azure.json_types import Json
from local_azure.machinelearning.arm_ids import DATASTORE, workspace_id_of
from local_azure.machinelearning.service_resources import put_by_service
from local_azure.platform import Platform
from local_azure.resources import Resource

BLOB_STORE = "workspaceblobstore"
ARTIFACT_STORE = "workspaceartifactstore"
_SIGNATURE_PERMISSIONS = "racwdl"
_LONGEST_SIGNATURE_HOURS = (
    7 * 24
)  # a user delegation signature ends with its key, after 7 days (Azure Storage, 2026-10)


@dataclass(frozen=True)
class Container:
    """A blob container: its storage account and its name."""

    account: str
    name: str


def system_containers(workspace: Resource) -> dict[str, Container]:
    """Returns the containers of a workspace's own datastores, by datastore name; its body must have been prepared."""
    account = str(workspace.properties["storageAccount"]).rsplit("/", 1)[-1]
    guid = workspace.properties["workspaceId"]
    return {
        BLOB_STORE: Container(account, f"azureml-blobstore-{guid}"),
        ARTIFACT_STORE: Container(account, "azureml"),
    }


async def make_system_datastores(platform: Platform, workspace: Resource) -> None:
    """Makes a workspace's own datastores and their containers."""
    identity = str(workspace.properties.get("systemDatastoresAuthMode", "")).lower() == "identity"
    for name, container in system_containers(workspace).items():
        await platform.storage.ensure_container(container.account, container.name)
        properties = {
            "datastoreType": "AzureBlob",
            "accountName": container.account,
            "containerName": container.name,
            "credentials": {"credentialsType": "None" if identity else "AccountKey"},
        }
        complete = _complete(workspace.properties["storageAccount"], properties, default=name == BLOB_STORE)
        put_by_service(platform, f"{workspace.id}/datastores/{name}", DATASTORE, complete)


def container_of(platform: Platform, workspace_id: str, datastore: str) -> Container:
    """Returns the container behind a workspace's datastore.

    Raises:
        AzureError: 400 when the workspace has no such datastore.
    """
    found = platform.resources.get(f"{workspace_id}/datastores/{datastore}")
    if found is None:
        message = f"The workspace has no datastore '{datastore}'. Known: its own {BLOB_STORE} and {ARTIFACT_STORE}."
        raise bad_request(message, code="UserError", target="datastore")
    return Container(found.properties["accountName"], found.properties["containerName"])


def datastore_behaviour(platform: Platform) -> Behaviour:
    """Returns what the type ``workspaces/datastores`` does beyond being stored."""

    async def list_secrets(call: Call) -> Json:
        return _secrets(platform, call)

    return Behaviour(
        validate=_validate, prepare=_prepare, filter=_chosen, actions={"listsecrets": list_secrets}, shows_state=False
    )


async def _validate(write: Write) -> None:
    properties = write.body.get("properties") or {}
    if properties.get("datastoreType") != "AzureBlob":
        kind = properties.get("datastoreType")
        raise not_supported(f"datastores of type '{kind}'", "Its storage has blobs alone; use AzureBlob.")
    missing = [member for member in ("accountName", "containerName", "credentials") if not properties.get(member)]
    if missing:
        raise bad_request(f"The datastore lacks {', '.join(missing)}.", code="ValidationError", target=missing[0])


async def _prepare(write: Write) -> Json:
    sent = dict(write.body["properties"])
    sent["credentials"] = {"credentialsType": sent["credentials"].get("credentialsType", "None")}
    account_id = f"{workspace_id_of(write.id)}/storageAccounts/{sent['accountName']}"
    return {"properties": _complete(account_id, sent, default=False)}


def _complete(account_id: str, properties: Json, *, default: bool) -> Json:
    segments = account_id.split("/")
    return {
        "description": None,
        "tags": {},
        "properties": {},
        "isDefault": default,
        "subscriptionId": segments[2],
        "resourceGroup": segments[4],
        "endpoint": "core.windows.net",
        "protocol": "https",
        "serviceDataAccessAuthIdentity": "None",
        **properties,
    }


def _chosen(datastores: Sequence[Resource], query: Mapping[str, str]) -> Sequence[Resource]:
    if query.get("isDefault", "").lower() == "true":
        return [datastore for datastore in datastores if datastore.properties.get("isDefault")]
    return datastores


def _secrets(platform: Platform, call: Call) -> Json:
    properties = call.resource.properties
    if properties["credentials"]["credentialsType"] == "None":
        message = f"Datastore '{call.resource.name}' is identity-based: it has no secrets; sign in with your own token."
        raise bad_request(message, code="UserError")
    if call.body.get("expirableSecret") is not True:
        raise not_supported(
            "storage account keys that open anything", "Ask for a secret that expires (expirableSecret: true)."
        )
    hours = min(float(call.body.get("expireAfterHours") or 1), _LONGEST_SIGNATURE_HOURS)
    url = platform.storage.signed_url(
        properties["accountName"],
        properties["containerName"],
        "",
        permissions=_SIGNATURE_PERMISSIONS,
        expires=timedelta(hours=hours),
    )
    return {"secretsType": "Sas", "sasToken": url.partition("?")[2]}
