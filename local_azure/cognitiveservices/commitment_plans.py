"""Commitment plans of an account: what they must name, and the period they are in."""

from local_azure.behaviour import Behaviour, Write
from local_azure.clock import timestamp
from local_azure.cognitiveservices.names import account_id_of
from local_azure.errors import bad_request
from local_azure.json_types import Json
from local_azure.platform import Platform

# azure-rest-api-specs, CognitiveServices 2025-06-01, HostingModel.
HOSTING_MODELS = ("Web", "ConnectedContainer", "DisconnectedContainer", "ProvisionedWeb")


def commitment_plan_behaviour(platform: Platform) -> Behaviour:
    """Returns the behaviour of ``Microsoft.CognitiveServices/accounts/commitmentPlans``."""

    async def prepare(write: Write) -> Json:
        properties = {"autoRenew": False, **write.body["properties"]}
        before = (write.existing.properties.get("current") if write.existing else None) or {}
        started = before.get("startDate", timestamp(platform.clock.now()))
        properties["current"] = {"count": 1, **properties["current"], "startDate": started}
        return {**write.body, "properties": properties}

    return Behaviour(validate=_validate, prepare=prepare, etag=True, serialized_by=account_id_of)


async def _validate(write: Write) -> None:
    properties = write.body.get("properties") or {}
    if properties.get("hostingModel") not in HOSTING_MODELS:
        raise bad_request(
            f"The hostingModel '{properties.get('hostingModel')}' must be one of {', '.join(HOSTING_MODELS)}.",
            target="properties.hostingModel",
        )
    if not properties.get("planType") or not (properties.get("current") or {}).get("tier"):
        raise bad_request("A commitment plan needs planType and current.tier.", target="properties")
