"""What an Application Insights component does beyond being stored."""

import uuid

from local_azure.behaviour import Behaviour, Write
from local_azure.clock import timestamp
from local_azure.errors import bad_request
from local_azure.identity import TENANT_ID
from local_azure.json_types import Json
from local_azure.platform import Platform

_DEFAULTS: Json = {
    "Application_Type": "web",
    "Flow_Type": "Bluefield",
    "Request_Source": "rest",
    "RetentionInDays": 90,
    "publicNetworkAccessForIngestion": "Enabled",
    "publicNetworkAccessForQuery": "Enabled",
    "DisableIpMasking": False,
    "DisableLocalAuth": False,
}
# azure-docs data-retention-configure, as of 2026-10.
RETENTION_DAYS = (30, 60, 90, 120, 180, 270, 365, 550, 730)
APPLICATION_TYPES = ("web", "other")


def component_behaviour(platform: Platform) -> Behaviour:
    """Returns the behaviour of ``Microsoft.Insights/components``."""

    async def validate(write: Write) -> None:
        if not write.body.get("kind"):
            raise bad_request("The property 'kind' of an Application Insights component is missing.", target="kind")
        _check_values(write.body.get("properties") or {})
        workspace = (write.body.get("properties") or {}).get("WorkspaceResourceId")
        found = platform.resources.get(str(workspace)) if workspace else None
        if workspace and (found is None or found.type != "Microsoft.OperationalInsights/workspaces"):
            raise bad_request(f"The Log Analytics workspace '{workspace}' of the component could not be found.")

    async def prepare(write: Write) -> Json:
        sent = {**_DEFAULTS, **(write.body.get("properties") or {})}
        mode = "LogAnalytics" if sent.get("WorkspaceResourceId") else "ApplicationInsights"
        return {**write.body, "properties": {**sent, "IngestionMode": mode, **_ids(platform, write)}}

    # Clients take 200 alone for one that is made, too (azure-mgmt-applicationinsights 4.1.0).
    return Behaviour(validate=validate, prepare=prepare, etag=True, answers_ok=True)


def _check_values(properties: Json) -> None:
    kind = properties.get("Application_Type", "web")
    if kind not in APPLICATION_TYPES:
        raise bad_request(f"The Application_Type '{kind}' must be one of {', '.join(APPLICATION_TYPES)}.")
    days = properties.get("RetentionInDays", 90)
    if days not in RETENTION_DAYS:
        raise bad_request(f"RetentionInDays {days} must be one of {', '.join(map(str, RETENTION_DAYS))}.")


def _ids(platform: Platform, write: Write) -> Json:
    made = write.existing.properties["CreationDate"] if write.existing else timestamp(platform.clock.now())
    application = str(uuid.uuid5(uuid.UUID(TENANT_ID), f"{write.id.lower()}|{made}|application"))
    key = str(uuid.uuid5(uuid.UUID(TENANT_ID), f"{write.id.lower()}|{made}|instrumentation"))
    location = write.body["location"]
    connection = (
        f"InstrumentationKey={key};IngestionEndpoint=https://{location}-0.in.applicationinsights.azure.com/;"
        f"LiveEndpoint=https://{location}.livediagnostics.monitor.azure.com/;ApplicationId={application}"
    )
    return {
        "ApplicationId": write.name,
        "AppId": application,
        "InstrumentationKey": key,
        "ConnectionString": connection,
        "Name": write.name,
        "CreationDate": made,
        "TenantId": TENANT_ID,
    }
