"""What a Log Analytics workspace does beyond being stored: the same PUT within fourteen days brings it back."""

import uuid
from collections.abc import Mapping

from local_azure.behaviour import Behaviour, Call, SoftDelete, Write
from local_azure.clock import timestamp
from local_azure.errors import AzureError, bad_request, conflict
from local_azure.identity import TENANT_ID
from local_azure.json_types import Json
from local_azure.operationalinsights.shared_keys import shared_keys
from local_azure.platform import Platform
from local_azure.resources import Resource

# Microsoft Learn, Log Analytics workspaces - Delete, as of 2026-10.
KEPT_DAYS = 14
# azure-rest-api-specs, OperationalInsights 2023-09-01, WorkspaceSkuNameEnum; azure-docs data-retention-configure.
SKUS = ("CapacityReservation", "Free", "LACluster", "PerGB2018", "PerNode", "Premium", "Standalone", "Standard")
FREE_DAYS, MIN_DAYS, MAX_DAYS = 7, 30, 730
_DEFAULTS: Json = {
    "sku": {"name": "PerGB2018"},
    "retentionInDays": 30,
    "publicNetworkAccessForIngestion": "Enabled",
    "publicNetworkAccessForQuery": "Enabled",
}


def workspace_behaviour(platform: Platform) -> Behaviour:
    """Returns the behaviour of ``Microsoft.OperationalInsights/workspaces``."""

    async def validate(write: Write) -> None:
        _check_values(write.body.get("properties") or {})

    async def prepare(write: Write) -> Json:
        before = write.existing.properties if write.existing else {}
        made = before.get("createdDate", timestamp(platform.clock.now()))
        customer = uuid.uuid5(uuid.UUID(TENANT_ID), f"{write.id.lower()}|{made}|customer")
        properties = {
            **_DEFAULTS,
            "features": {"enableLogAccessUsingOnlyResourcePermissions": True, "legacy": 0, "searchVersion": 1},
            "workspaceCapping": {"dailyQuotaGb": -1.0},
            **(write.body.get("properties") or {}),
            "customerId": before.get("customerId", str(customer)),
            "createdDate": made,
        }
        return {**write.body, "properties": properties}

    async def keys(call: Call) -> Json:
        return shared_keys(platform, call.resource)

    kept = SoftDelete(days=lambda _: KEPT_DAYS, refuse=_refuse, recovers=_recovers, keeps=_keeps)
    return Behaviour(validate=validate, prepare=prepare, actions={"sharedkeys": keys}, soft_delete=kept, etag=True)


def _check_values(properties: Json) -> None:
    sku = (properties.get("sku") or {}).get("name", "PerGB2018")
    known = {name.lower() for name in SKUS}
    if str(sku).lower() not in known:
        raise bad_request(f"The SKU '{sku}' must be one of {', '.join(SKUS)}.", code="InvalidParameter", target="sku")
    days, free = properties.get("retentionInDays", 30), str(sku).lower() == "free"
    if not isinstance(days, int) or not (days == FREE_DAYS if free else MIN_DAYS <= days <= MAX_DAYS):
        allowed = str(FREE_DAYS) if free else f"{MIN_DAYS} to {MAX_DAYS}"
        raise bad_request(
            f"'RetentionInDays' property doesn't match the SKU limits: {days} must be {allowed}.",
            code="InvalidParameter",
            target="retentionInDays",
        )


def _recovers(write: Write, deleted: Resource) -> bool:
    return str(write.body.get("location", "")).lower() == deleted.location.lower()


def _refuse(write: Write, _deleted: Resource) -> AzureError:
    return conflict(f"The workspace name '{write.name}' is not unique")


def _keeps(_resource: Resource, query: Mapping[str, str]) -> bool:
    return query.get("force", "").lower() != "true"
