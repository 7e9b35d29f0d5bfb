"""Whether a model can be deployed with a SKU in a region on a day; and when not, why and what can be had instead."""

import datetime as dt

from catalogue.model import Deadline, Model
from catalogue.models import Catalogue, models
from catalogue.refusal import Refusal

__all__ = ["Refusal", "deployable"]


def deployable(
    name: str,
    version: str | None,
    sku: str,
    region: str,
    on: dt.date,
    *,
    tuned: bool = False,
    newcomer: bool = True,
    catalogue: Catalogue | None = None,
) -> Refusal | None:
    """Says whether a deployment of a model would be accepted on an AI Services account.

    Args:
        name: The base model's name, such as ``gpt-4o``; of a tuned model, that of its base.
        version: The base model's version; the catalogue's when absent.
        sku: The deployment's SKU, such as ``GlobalStandard``.
        region: Azure's name of the account's region.
        on: The day of the deployment.
        tuned: Whether a model tuned from it is deployed.
        newcomer: Whether the subscription never deployed this version; such are refused the base model once it is
            deprecated. Whether they may deploy models tuned from it is written nowhere; it is taken as allowed.
        catalogue: What is known of models; the shipped catalogue when absent.

    Returns:
        None when it can be deployed, else the first thing that stands against it.
    """
    catalogue = catalogue or models()
    model = catalogue.models.get(name)
    if model is None or model.serving is None:
        known = ", ".join(each.name for each in catalogue.models.values() if each.serving)
        return Refusal("model", f"the catalogue knows no deployments of {name} on AI Services accounts; it has {known}")
    if version not in (None, model.version):
        return Refusal("version", f"the catalogue has no version {version} of {name}; it has {model.version}")
    ended = _ended(model, on, tuned=tuned)
    if ended is not None:
        return ended
    if newcomer and not tuned and model.closed_to_newcomers and on >= model.closed_to_newcomers.since:
        return _closed(model)
    offer = model.serving.offer(sku, tuned=tuned)
    if offer is None:
        skus = ", ".join(each.sku for each in (model.serving.tuned if tuned else model.serving.base))
        return Refusal("sku", f"{_what(model, tuned=tuned)} can't be deployed with the SKU {sku}; its SKUs: {skus}")
    if region not in offer.regions:
        regions = ", ".join(offer.regions)
        message = f"{_what(model, tuned=tuned)} can't be deployed as {sku} in {region}; regions: {regions}"
        return Refusal("region", message, regions=offer.regions)
    return None


def _ended(model: Model, on: dt.date, *, tuned: bool) -> Refusal | None:
    end = _tuned_deployment(model) if tuned else model.base
    if not end.passed(on):
        return None
    instead = f"; its successor is {model.successor}" if model.successor else ""
    message = f"{_what(model, tuned=tuned)} can't be deployed since {end.until} (as of {end.as_of}){instead}"
    return Refusal("date", message, successor=model.successor)


def _tuned_deployment(model: Model) -> Deadline:
    tuning = model.tuning_by("openai")
    return tuning.tuned_deployment if tuning else model.base


def _closed(model: Model) -> Refusal:
    closing = model.closed_to_newcomers
    instead = f"; its successor is {model.successor}" if model.successor else ""
    message = (
        f"{model.name} {model.version} is deprecated and closed to subscriptions that never deployed it "
        f"(as of {closing.as_of if closing else model.base.as_of}){instead}"
    )
    return Refusal("newcomer", message, successor=model.successor)


def _what(model: Model, *, tuned: bool) -> str:
    return f"a model tuned from {model.name}" if tuned else f"{model.name} {model.version}"
