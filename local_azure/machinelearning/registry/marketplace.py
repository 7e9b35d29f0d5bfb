"""Marketplace subscriptions: what other publishers' models need before deployment, and Microsoft's don't take."""

from local_azure.behaviour import Behaviour, Write
from local_azure.errors import AzureError, bad_request
from local_azure.json_types import Json
from local_azure.machinelearning.asset_uris import RegistryModel, model_reference
from local_azure.machinelearning.registry.registry_models import RegistryModels


def marketplace_behaviour(registry: RegistryModels) -> Behaviour:
    """Returns what the type ``workspaces/marketplaceSubscriptions`` does beyond being stored."""

    async def validate(write: Write) -> None:
        model_id = (write.body.get("properties") or {}).get("modelId")
        if not model_id:
            raise bad_request("The subscription lacks modelId.", code="UserError", target="modelId")
        reference = model_reference(model_id)
        if not isinstance(reference, RegistryModel) or not registry.require(reference).marketplace:
            message = f"The model '{model_id}' isn't offered through the marketplace: it needs no subscription."
            raise AzureError(400, "UserError", message, target="modelId")

    async def prepare(write: Write) -> Json:
        reference = model_reference(write.body["properties"]["modelId"])
        name = reference.name.lower()
        provider = registry.require(reference).publisher if isinstance(reference, RegistryModel) else ""
        plan = {"publisherId": provider.lower().replace(" ", ""), "offerId": f"{name}-offer", "planId": f"{name}-plan"}
        properties = {
            **write.body["properties"],
            "marketplacePlan": plan,
            "marketplaceSubscriptionStatus": "Subscribed",
        }
        return {**write.body, "properties": properties}

    return Behaviour(validate=validate, prepare=prepare)
