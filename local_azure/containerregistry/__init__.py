"""Container registries as resources: their login server and their world-wide names. No images are kept."""

from collections.abc import Mapping

from local_azure.behaviour import Behaviour, Write
from local_azure.clock import timestamp
from local_azure.errors import AzureError, conflict
from local_azure.json_types import Json
from local_azure.platform import Platform
from local_azure.service import Service

_DEFAULTS: Json = {
    "adminUserEnabled": False,
    "anonymousPullEnabled": False,
    "dataEndpointEnabled": False,
    "publicNetworkAccess": "Enabled",
    "networkRuleBypassOptions": "AzureServices",
    "zoneRedundancy": "Disabled",
}


def _behaviours(platform: Platform) -> Mapping[str, Behaviour]:
    async def prepare(write: Write) -> Json:
        before = write.existing.properties if write.existing else {}
        sku = str((write.body.get("sku") or {}).get("name", "Basic"))
        properties = {
            **_DEFAULTS,
            **(write.body.get("properties") or {}),
            "loginServer": f"{write.name.lower()}.azurecr.io",
            "creationDate": before.get("creationDate", timestamp(platform.clock.now())),
        }
        return {**write.body, "sku": {"name": sku, "tier": sku}, "properties": properties}

    return {"microsoft.containerregistry/registries": Behaviour(prepare=prepare, name_taken=_taken)}


def _taken(write: Write) -> AzureError:
    return conflict(
        f"The registry DNS name {write.name}.azurecr.io is already in use. You can check if the name is already "
        "claimed using following API: "
        "https://docs.microsoft.com/en-us/rest/api/containerregistry/registries/checknameavailability",
        code="AlreadyInUse",
    )


SERVICE = Service(name="containerregistry", behaviours=_behaviours)
