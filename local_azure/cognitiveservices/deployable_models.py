"""Which model a deployment asks for, and whether its account may deploy it: known, offered there, still open."""

import datetime as dt
from dataclasses import dataclass

from catalogue.deployable import deployable
from catalogue.model import Model, Offer
from catalogue.models import models
from local_azure.cognitiveservices.tuned_models import base_of
from local_azure.errors import AzureError
from local_azure.json_types import Json
from local_azure.platform import Platform
from local_azure.resources import Resource

# Which versions of which models the subscription has deployed: it is no newcomer to them any more.
DEPLOYED = "deployed-models"
# A day on which no date of the catalogue has passed: without a date of its own the local Azure knows none.
_BEFORE_ALL = dt.date.min


@dataclass(frozen=True)
class Asked:
    """What a deployment asks for.

    Attributes:
        model: The base model.
        offer: The row of its SKU.
        tuned: Whether a model tuned from it is deployed.
        version: The version, also where the request leaves it to Azure.
    """

    model: Model
    offer: Offer
    tuned: bool
    version: str


def asked_model(platform: Platform, account: Resource, body: Json) -> Asked:
    """Returns the model and SKU that a deployment's body asks for.

    Raises:
        AzureError: 400: DeploymentModelNotSupported, ServiceModelDeprecated, ServiceModelDeprecating,
            InvalidResourceProperties.
    """
    wanted = (body.get("properties") or {}).get("model") or {}
    name, sku = str(wanted.get("name") or ""), str((body.get("sku") or {}).get("name") or "")
    base = base_of(platform, account.id, name)
    tuned = base is not None
    model = models().models.get(base or name)
    if model is None or model.serving is None or wanted.get("format", model.serving.format) != model.serving.format:
        raise _not_supported(wanted)
    asked_version = None if tuned else wanted.get("version")
    newcomer = not knows(platform, model)
    on = platform.options.catalogue_date or _BEFORE_ALL
    refusal = deployable(model.name, asked_version, sku, account.location, on, tuned=tuned, newcomer=newcomer)
    version = str(wanted.get("version") or ("1" if tuned else model.version))
    offer = model.serving.offer(sku, tuned=tuned)
    if refusal is None and offer is not None:
        return Asked(model, offer, tuned, version)
    because = "sku" if refusal is None else refusal.because
    raise _refusal(because, model, wanted, sku, tuned=tuned)


def knows(platform: Platform, model: Model) -> bool:
    """Returns whether the subscription has deployed a model before, so that it is no newcomer to it."""
    return model.name in platform.options.deployed_models or platform.store.get(DEPLOYED, _key(model)) is not None


def remember(platform: Platform, model: Model) -> None:
    """Notes that the subscription has deployed a model."""
    platform.store.put(DEPLOYED, _key(model), {"name": model.name, "version": model.version})


def _refusal(because: str, model: Model, wanted: Json, sku: str, *, tuned: bool) -> AzureError:
    if because == "newcomer":
        return _deprecating(model)
    if because == "date":
        return _deprecated(model, tuned=tuned)
    if because in ("sku", "region"):
        return _sku(sku, str(wanted.get("name")), str(wanted.get("version") or model.version))
    return _not_supported(wanted)


def _key(model: Model) -> str:
    return f"{model.name}|{model.version}".lower()


def _not_supported(wanted: Json) -> AzureError:
    # dotnet/eShop#342, as seen.
    return AzureError(
        400,
        "DeploymentModelNotSupported",
        f"The model 'Format: {wanted.get('format', '')}, Name: {wanted.get('name', '')}, "
        f"Version: {wanted.get('version', '')}' of account deployment is not supported.",
    )


def _deprecating(model: Model) -> AzureError:
    # microsoft/microsoft-foundry-for-vscode#557, as seen.
    return AzureError(
        400,
        "ServiceModelDeprecating",
        f"The model 'Publisher:{model.publisher},{_identity(model)}' is in deprecating state and cannot be used for "
        "new deployments.",
    )


def _deprecated(model: Model, *, tuned: bool) -> AzureError:
    # Azure-Samples/Azure-Functions-OpenAI-Demo#30, as seen.
    tuning = model.tuning_by("openai") if tuned else None
    until = tuning.tuned_deployment.until if tuning else model.base.until
    since = until.strftime("%m/%d/%Y 00:00:00") if until else "an earlier date"
    message = f"The model '{_identity(model)}' has been deprecated since {since}."
    return AzureError(400, "ServiceModelDeprecated", message)


def _sku(sku: str, name: str, version: str) -> AzureError:
    # Azure/azure-dev#6727, as seen; the answer for a SKU that a region lacks is the same.
    return AzureError(
        400,
        "InvalidResourceProperties",
        f"The specified SKU '{sku}' of account deployment is not supported by the model '{name}' version: '{version}'.",
    )


def _identity(model: Model) -> str:
    return f"Format:{model.serving.format if model.serving else ''},Name:{model.name},Version:{model.version}"
