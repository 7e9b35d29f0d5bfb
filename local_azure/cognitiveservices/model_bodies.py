"""Models, usages and capacities as the API answers them, from the catalogue and from what is deployed."""

import datetime as dt

from catalogue.model import Deadline, Model, Offer
from catalogue.models import models
from local_azure.cognitiveservices.model_capacity import Usage, usage
from local_azure.identity import SUBSCRIPTION_SCOPE
from local_azure.json_types import Json
from local_azure.platform import Platform


def model_bodies(platform: Platform, location: str) -> list[Json]:
    """Returns the models that an account in a region can deploy, with the SKUs it can deploy them under."""
    found = []
    for model in models().models.values():
        offers = [each for each in model.serving.base if location in each.regions] if model.serving else []
        if offers:
            found.append(_model(platform, location, model, offers))
    return found


def usage_body(found: Usage) -> Json:
    """Returns a usage."""
    return {
        "name": {"value": found.name, "localizedValue": found.title},
        "currentValue": float(found.used),
        "limit": float(found.limit),
        "unit": "Count",
    }


def capacity_body(location: str, found: Usage) -> Json:
    """Returns what a region has left of a model under a SKU."""
    model, sku = found.model, found.offer.sku
    name = f"{model.serving.format if model.serving else ''}.{model.name}.{model.version}.{sku}"
    path = f"{SUBSCRIPTION_SCOPE}/providers/Microsoft.CognitiveServices/locations/{location}/modelCapacities"
    return {
        "id": f"{path}/{name}",
        "type": "Microsoft.CognitiveServices/locations/modelCapacities",
        "name": sku,
        "location": location,
        "properties": {
            "model": _identity(model),
            "skuName": sku,
            "availableCapacity": float(max(found.limit - found.used, 0)),
            "availableFinetuneCapacity": 0.0,
        },
    }


def _model(platform: Platform, location: str, model: Model, offers: list[Offer]) -> Json:
    tuning = model.tuning_by("openai")
    trains = tuning is not None and location in tuning.regions
    body: Json = {
        **_identity(model),
        "isDefaultVersion": True,
        "skus": [_sku(platform, location, model, offer) for offer in offers],
        "maxCapacity": max(usage(platform, location, model, each, tuned=False).limit for each in offers),
        "capabilities": {"chatCompletion": "true", **({"fineTune": "true"} if trains else {})},
        "lifecycleStatus": _lifecycle(model, platform.options.catalogue_date),
        "deprecation": {
            **({"fineTune": _moment(tuning.training)} if tuning and tuning.training.until else {}),
            **({"inference": _moment(model.base)} if model.base.until else {}),
        },
    }
    return body


def _sku(platform: Platform, location: str, model: Model, offer: Offer) -> Json:
    found = usage(platform, location, model, offer, tuned=False)
    serving = model.serving
    tokens, requests = (serving.unit_tokens, serving.unit_requests) if serving else (0, 0)
    body: Json = {
        "name": offer.sku,
        "usageName": found.name,
        "capacity": {"minimum": 1, "maximum": found.limit, "step": 1, "default": min(10, max(found.limit, 1))},
        "rateLimits": [
            {"key": "request", "renewalPeriod": 60, "count": requests},
            {"key": "token", "renewalPeriod": 60, "count": tokens},
        ],
    }
    return {**body, "deprecationDate": _moment(model.base)} if model.base.until else body


def _identity(model: Model) -> Json:
    return {"format": model.serving.format if model.serving else "", "name": model.name, "version": model.version}


def _lifecycle(model: Model, on: dt.date | None) -> str:
    # azure-ai-docs concepts-model-retirements, 2026-10-05: what the docs call deprecated, the API calls Deprecating.
    if on is not None and model.base.passed(on):
        return "Deprecated"
    if on is not None and model.closed_to_newcomers is not None and on >= model.closed_to_newcomers.since:
        return "Deprecating"
    return "Preview" if model.lifecycle == "preview" else "GenerallyAvailable"


def _moment(deadline: Deadline) -> str:
    return f"{deadline.until}T00:00:00Z"
