"""Blob services and containers as ARM resources: a container that ARM makes or removes is Azurite's container."""

from local_azure.behaviour import Behaviour, Write
from local_azure.errors import bad_request
from local_azure.json_types import Json
from local_azure.platform import Platform
from local_azure.resources import Resource
from local_azure.storage.blobs import AzuriteBlobs


def blob_service_behaviour() -> Behaviour:
    """Returns the hooks of `blobServices/default`, which every account has from the start."""

    async def prepare(write: Write) -> Json:
        if write.name.lower() != "default":
            raise bad_request(f"The blob service is named 'default', not '{write.name}'.", code="InvalidResourceName")
        properties = {
            "cors": {"corsRules": []},
            "deleteRetentionPolicy": {"enabled": False, "allowPermanentDelete": False},
        }
        return {**write.body, "properties": {**properties, **(write.body.get("properties") or {})}}

    return Behaviour(prepare=prepare, implicit=True, shows_state=False)


def container_behaviour(platform: Platform) -> Behaviour:
    """Returns the hooks of `blobServices/containers`."""

    async def prepare(write: Write) -> Json:
        blobs: AzuriteBlobs = platform.require("storage", AzuriteBlobs)
        await blobs.ensure_container(_account(write.id), write.name)
        properties = {"publicAccess": "None", "hasImmutabilityPolicy": False, "hasLegalHold": False}
        return {**write.body, "properties": {**properties, **(write.body.get("properties") or {})}}

    async def delete(resource: Resource) -> None:
        blobs: AzuriteBlobs = platform.require("storage", AzuriteBlobs)
        await blobs.delete_container(_account(resource.id), resource.name)

    return Behaviour(prepare=prepare, delete=delete, shows_state=False, etag=True)


def _account(resource_id: str) -> str:
    segments = resource_id.split("/")
    lowered = [segment.lower() for segment in segments]
    return segments[lowered.index("storageaccounts") + 1]
