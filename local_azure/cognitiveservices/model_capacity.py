"""Capacity for models: what each region has of each SKU, what deployments use of it, and the refusal above it."""

from dataclasses import dataclass

from catalogue.model import Model, Offer
from catalogue.models import models
from local_azure.cognitiveservices.names import account_id_of
from local_azure.cognitiveservices.tuned_models import base_of
from local_azure.cognitiveservices.usage_names import usage_name, usage_title
from local_azure.errors import AzureError
from local_azure.platform import Platform
from local_azure.resources import Resource

DEPLOYMENTS = "Microsoft.CognitiveServices/accounts/deployments"
# Where the sources tell none: the default tier of many models in 2025 (azure-ai-docs quotas-limits, from memory).
UNTOLD_QUOTA = 450


@dataclass(frozen=True)
class Usage:
    """What a region has of a model under a SKU.

    Attributes:
        model: The base model.
        offer: The SKU.
        tuned: Whether it counts models tuned from it.
        used: Units that deployments have.
        limit: Units that there are.
    """

    model: Model
    offer: Offer
    tuned: bool
    used: int
    limit: int

    @property
    def name(self) -> str:
        """Its name, such as ``OpenAI.GlobalStandard.gpt-4o``."""
        model_format = self.model.serving.format if self.model.serving else ""
        return usage_name(model_format, self.offer.sku, self.model.name, tuned=self.tuned)

    @property
    def title(self) -> str:
        """Its name for people."""
        return usage_title(self.offer.sku, self.model.name, tuned=self.tuned)


def usages(platform: Platform, location: str) -> list[Usage]:
    """Returns all usages of a region, those that are 0 among them."""
    found = []
    for model in models().models.values():
        if model.serving is None:
            continue
        offers = [(offer, False) for offer in model.serving.base] + [(offer, True) for offer in model.serving.tuned]
        for offer, tuned in offers:
            if location in offer.regions:
                found.append(usage(platform, location, model, offer, tuned=tuned))
    return found


def usage(platform: Platform, location: str, model: Model, offer: Offer, *, tuned: bool) -> Usage:
    """Returns what a region has of a model under a SKU, and what all deployments there use of it."""
    model_format = model.serving.format if model.serving else ""
    name = usage_name(model_format, offer.sku, model.name, tuned=tuned)
    deployments = platform.resources.of_type(DEPLOYMENTS)
    used = sum(capacity_of(each) for each in deployments if _counted_by(platform, each) == (location, name))
    limit = platform.options.model_quota.get(name, UNTOLD_QUOTA if offer.quota is None else offer.quota)
    return Usage(model, offer, tuned, used, limit)


def require_capacity(platform: Platform, existing: Resource | None, wanted: int, found: Usage) -> None:
    """Checks that a region has as many units as a deployment wants.

    Args:
        platform: The local Azure.
        existing: The deployment as it is now, whose units are among the used ones; None when it is new.
        wanted: The units that it is to have.
        found: What it would count to.

    Raises:
        AzureError: 400 InsufficientQuota.
    """
    counted = existing is not None and _counted_by(platform, existing)[1] == found.name
    more = wanted - (capacity_of(existing) if existing is not None and counted else 0)
    free = max(found.limit - found.used, 0)
    if more <= free:
        return
    raise AzureError(
        400,
        "InsufficientQuota",
        f"This operation require {more} new capacity in quota {found.title}, which is bigger than the current "
        f"available capacity {free}. The current quota usage is {found.used} and the quota limit is {found.limit} "
        f"for quota {found.title}.",
    )


def capacity_of(deployment: Resource) -> int:
    """Returns a deployment's units."""
    return int((deployment.body.get("sku") or {}).get("capacity") or 0)


def _counted_by(platform: Platform, deployment: Resource) -> tuple[str, str]:
    account_id = account_id_of(deployment.id)
    account = platform.resources.get(account_id)
    model = deployment.properties.get("model") or {}
    name, sku = str(model.get("name")), str((deployment.body.get("sku") or {}).get("name"))
    base = base_of(platform, account_id, name)
    counted = usage_name(str(model.get("format")), sku, base or name, tuned=base is not None)
    return (account.location if account else "", counted)
