"""Whether Azure offers the base model in the region, under the SKU, to this subscription, on this day."""

import datetime as dt
from collections.abc import Iterator
from typing import Final

from catalogue.models import models
from catalogue.tunable import tunable
from operations.checks.facts import Facts, OfferedModel, Unseen
from operations.checks.finding import Finding, ok, unknown
from operations.checks.plan import Plan
from stacks.settings import METHODS

NAME: Final = "models"
CLOSING: Final = frozenset({"deprecating", "deprecated"})
"""Lifecycle states of the API that stand for closed to newcomers, and for retired (azure-ai-docs model retirements,
2026-10-05)."""
SETTING: Final = "models.openai"


def models_available(plan: Plan, facts: Facts) -> Iterator[Finding]:
    """Checks the models of all methods against the catalogue on that day, and OpenAI's against Azure itself."""
    for method in METHODS[plan.settings.journey]:
        yield _known(plan, method)
    if not plan.tunes_openai:
        return
    offered = facts.models(plan.settings.location)
    if isinstance(offered, Unseen):
        message = f"which models {plan.settings.location} offers can't be looked up: {offered.why}"
        yield unknown(NAME, message, setting=SETTING)
        return
    name, version = str(plan.settings.models.openai), _version(plan)
    found = next((each for each in offered if (each.name, each.version) == (name, version)), None)
    if found is None:
        known = ", ".join(f"{each.name} {each.version}" for each in offered if each.fine_tunes) or "none"
        message = f"{plan.settings.location} doesn't offer {name} {version}"
        yield Finding(NAME, "no", message, f"Choose one that it offers and tunes: {known}.", SETTING)
        return
    yield from _as_offered(plan, facts, found)


def _known(plan: Plan, method: str) -> Finding:
    settings = plan.settings
    model = str(getattr(settings.models, method))
    on = settings.catalogue_date or plan.today
    newcomer = not settings.openai.deployed_before
    refusal = tunable(model, method, settings.location, on, newcomer=newcomer)  # type: ignore[arg-type]
    if refusal is not None:
        fix = f"Choose another model, or one of the regions {', '.join(refusal.regions)}." if refusal.regions else ""
        return Finding(NAME, "no", refusal.message, fix or "Choose another model.", f"models.{method}")
    if method != "serverless":  # of OpenAI's, Azure is asked; what one's own script loads, Azure doesn't decide
        return ok(NAME, f"{model} can be tuned by the method {method} on {on}, as far as is known", f"models.{method}")
    message = f"{model} can be tuned by the method {method} in {settings.location} on {on}, as far as is known"
    fix = "Azure has no list of what can be tuned so that could be asked."
    return unknown(NAME, f"{message}; Azure itself can't be asked", fix, f"models.{method}")


def _as_offered(plan: Plan, facts: Facts, found: OfferedModel) -> Iterator[Finding]:
    named, location, sku = f"{found.name} {found.version}", plan.settings.location, plan.settings.openai.sku
    if sku not in found.skus:
        fix = f"Choose one of {', '.join(found.skus) or 'no SKU'}."
        yield Finding(NAME, "no", f"{named} isn't offered as {sku} in {location}", fix, "openai.sku")
        return
    if not found.fine_tunes:
        fix = "Choose a model or a region where Azure says so."
        yield Finding(NAME, "no", f"accounts in {location} can't tune {named}, Azure says", fix, "location")
    on = plan.settings.catalogue_date or plan.today
    if _ended(found, on) or found.lifecycle.lower() == "deprecated":
        message = f"{named} is retired, Azure says ({found.lifecycle}, {found.inference_until or 'no day named'})"
        yield Finding(NAME, "no", message, "Choose another model.", SETTING)
    elif found.lifecycle.lower() in CLOSING:
        yield _closing(facts, named, found)
    else:
        yield ok(NAME, f"{location} offers {named} as {sku}", SETTING)


def _closing(facts: Facts, named: str, found: OfferedModel) -> Finding:
    closed = f"{named} is closed to subscriptions that never deployed it, Azure says ({found.lifecycle})"
    mine = facts.deployments(found.name, found.version)
    if isinstance(mine, Unseen):
        return unknown(NAME, f"{closed}; whether this one has can't be looked up: {mine.why}", setting=SETTING)
    if mine:
        return ok(NAME, f"{closed}, and this one has: {mine[0]}", SETTING)
    fix = "If it has deployed it before, go on; else choose another model."
    return unknown(NAME, f"{closed}; none of its deployments shows that it has", fix, "openai.deployed_before")


def _ended(found: OfferedModel, on: dt.date) -> bool:
    try:
        return dt.date.fromisoformat(found.inference_until[:10]) < on
    except ValueError:
        return False


def _version(plan: Plan) -> str:
    return plan.settings.openai.version or models().model(str(plan.settings.models.openai)).version
