"""What an Application Insights component does beyond being stored."""

import uuid

from local_azure.behaviour import Behaviour, Write
from local_azure.clock import timestamp
from local_azure.errors import AzureError, bad_request
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


def component_behaviour(platform: Platform) -> Behaviour:
    """Returns the behaviour of ``Microsoft.Insights/components``."""

    async def validate(write: Write) -> None:
        if not write.body.get("kind"):
            raise bad_request("The property 'kind' of an Application Insights component is missing.", target="kind")
        workspace = (write.body.get("properties") or {}).get("WorkspaceResourceId")
        if workspace and platform.resources.get(workspace) is None:
            raise AzureError(
                400, "BadRequest", f"The Log Analytics workspace '{workspace}' of the component could not be found."
            )

    async def prepare(write: Write) -> Json:
        sent = {**_DEFAULTS, **(write.body.get("properties") or {})}
        mode = "LogAnalytics" if sent.get("WorkspaceResourceId") else "ApplicationInsights"
        return {**write.body, "properties": {**sent, "IngestionMode": mode, **_ids(platform, write)}}

    return Behaviour(validate=validate, prepare=prepare, etag=True)


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
