"""What a Log Analytics workspace does beyond being stored: the same PUT within fourteen days brings it back."""

import uuid
from collections.abc import Mapping

from local_azure.behaviour import Behaviour, SoftDelete, Write
from local_azure.clock import timestamp
from local_azure.errors import AzureError, conflict
from local_azure.identity import TENANT_ID
from local_azure.json_types import Json
from local_azure.platform import Platform
from local_azure.resources import Resource

# Microsoft Learn, Log Analytics workspaces - Delete, as of 2026-10.
KEPT_DAYS = 14
_DEFAULTS: Json = {
    "sku": {"name": "PerGB2018"},
    "retentionInDays": 30,
    "publicNetworkAccessForIngestion": "Enabled",
    "publicNetworkAccessForQuery": "Enabled",
}


def workspace_behaviour(platform: Platform) -> Behaviour:
    """Returns the behaviour of ``Microsoft.OperationalInsights/workspaces``."""

    async def prepare(write: Write) -> Json:
        before = write.existing.properties if write.existing else {}
        made = before.get("createdDate", timestamp(platform.clock.now()))
        customer = uuid.uuid5(uuid.UUID(TENANT_ID), f"{write.id.lower()}|{made}|customer")
        properties = {
            **_DEFAULTS,
            **(write.body.get("properties") or {}),
            "customerId": before.get("customerId", str(customer)),
            "createdDate": made,
        }
        return {**write.body, "properties": properties}

    kept = SoftDelete(days=lambda _: KEPT_DAYS, refuse=_refuse, recovers=_recovers, keeps=_keeps)
    return Behaviour(prepare=prepare, soft_delete=kept, etag=True)


def _recovers(write: Write, deleted: Resource) -> bool:
    return str(write.body.get("location", "")).lower() == deleted.location.lower()


def _refuse(write: Write, _deleted: Resource) -> AzureError:
    return conflict(f"The workspace name '{write.name}' is not unique")


def _keeps(_resource: Resource, query: Mapping[str, str]) -> bool:
    return query.get("force", "").lower() != "true"
