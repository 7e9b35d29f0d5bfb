"""Whether a model can be tuned by a method in a region on a day; and when not, why and what can be had instead."""

import datetime as dt

from catalogue.model import Method, Model, Sku, Tuning
from catalogue.models import Catalogue, models
from catalogue.refusal import Refusal

__all__ = ["Refusal", "tunable", "tunable_models"]


def tunable(
    name: str,
    method: Method,
    region: str,
    on: dt.date,
    *,
    tier: Sku | None = None,
    newcomer: bool = True,
    catalogue: Catalogue | None = None,
) -> Refusal | None:
    """Says whether a tuning job would be accepted.

    Args:
        name: The model's name in its registry, such as ``Phi-4-mini-instruct``.
        method: How it is to be tuned.
        region: Azure's name of the region, such as ``eastus2``.
        on: The day of the job.
        tier: Of the method openai: the tier that trains; any when absent.
        newcomer: Whether the subscription never used the model: then training ends with the base model at the latest.
        catalogue: What is known of models; the shipped catalogue when absent.

    Returns:
        None when it can be tuned, else the first thing that stands against it.
    """
    catalogue = catalogue or models()
    model = catalogue.models.get(name)
    if model is None:
        known = ", ".join(tunable_models(method, region, on, catalogue=catalogue)) or "none"
        return Refusal("model", f"the catalogue has no model {name}; to be tuned in {region} on {on}: {known}")
    tuning = model.tuning_by(method)
    if tuning is None:
        methods = ", ".join(row.method for row in model.tuning) or "none"
        return Refusal("method", f"{name} can't be tuned by the method {method}; its methods: {methods}")
    if tuning.training.passed(on):
        return _over(model, tuning, region, on, catalogue)
    if newcomer and method == "openai" and model.base.passed(on):
        return _closed(model, tuning)
    if tier is not None and tier not in tuning.tiers:
        tiers = ", ".join(tuning.tiers) or "none"
        return Refusal("sku", f"{name} can't be trained in the tier {tier}; its tiers: {tiers}")
    regions = tuning.tiers[tier] if tier else tuning.regions
    if regions is not None and region not in regions:
        named = ", ".join(regions)
        return Refusal("region", f"{name} can't be tuned in {region}; regions: {named}", regions=regions)
    return None


def tunable_models(method: Method, region: str, on: dt.date, *, catalogue: Catalogue | None = None) -> tuple[str, ...]:
    """Names the models that can be tuned by a method in a region on a day, in the catalogue's order."""
    catalogue = catalogue or models()
    return tuple(name for name in catalogue.models if tunable(name, method, region, on, catalogue=catalogue) is None)


def _over(model: Model, tuning: Tuning, region: str, on: dt.date, catalogue: Catalogue) -> Refusal:
    successor = _live_successor(model, tuning.method, region, on, catalogue)
    instead = f"its successor {successor} can" if successor else "the catalogue knows no successor that can"
    message = (
        f"{model.name} can't be tuned since {tuning.training.until} "
        f"(as of {tuning.training.as_of}); {instead} be tuned in {region}"
    )
    return Refusal("date", message, successor=successor)


def _closed(model: Model, tuning: Tuning) -> Refusal:
    message = (
        f"{model.name} {model.version} can't be tuned any more by subscriptions that never used it: its base ended on "
        f"{model.base.until}, and only those that have used it can tune it, until {tuning.training.until} "
        f"(as of {model.base.as_of})"
    )
    return Refusal("newcomer", message)


def _live_successor(model: Model, method: Method, region: str, on: dt.date, catalogue: Catalogue) -> str | None:
    seen = {model.name}
    following = model.successor
    while following is not None and following not in seen:
        row = catalogue.models.get(following)
        if row is None:
            return None  # a name that its notice gives and that has no row here
        if tunable(following, method, region, on, catalogue=catalogue) is None:
            return following
        seen.add(following)
        following = row.successor
    return None
