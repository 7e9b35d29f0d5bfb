"""Whether there is as much capacity for the base deployment as is asked for: what is free plus what it has already."""

from collections.abc import Iterator
from typing import Final

from catalogue.models import models
from operations.checks.facts import Facts, Unseen, Usage
from operations.checks.finding import Finding, Pin, ok, unknown
from operations.checks.plan import Plan

NAME: Final = "tokens"
SETTING: Final = "openai.capacity"


def model_capacity(plan: Plan, facts: Facts) -> Iterator[Finding]:
    """Checks the usage of the model under its SKU; tells the most that fits."""
    if not plan.tunes_openai:
        return
    location, name = plan.settings.location, _usage_name(plan)
    found = facts.tokens(location)
    if isinstance(found, Unseen):
        yield unknown(NAME, f"the capacity used in {location} can't be looked up: {found.why}", setting=SETTING)
        return
    usage = next((each for key, each in found.items() if key.lower() == name.lower()), None)
    if usage is None:
        message = f"{location} counts no capacity by the name {name}"
        yield unknown(NAME, message, "Choose another SKU or region if the deployment is refused.", SETTING)
        return
    own = _own(plan, facts)
    if isinstance(own, Unseen):
        yield unknown(NAME, f"what the base deployment has already can't be looked up: {own.why}", setting=SETTING)
        return
    yield _fits(plan, name, usage, own)


def _fits(plan: Plan, name: str, usage: Usage, own: int) -> Finding:
    wanted, most = plan.settings.openai.capacity, usage.free + own
    told = f"{name} in {plan.settings.location}: {usage.used} of {usage.limit} used, {own} of that by this deployment"
    if wanted <= most:
        return ok(NAME, f"{wanted} thousand tokens a minute fit ({told})", SETTING)
    message = f"{wanted} thousand tokens a minute are asked for and {most} can be had ({told})"
    if most < 1:
        fix = "Delete a deployment of that model, or ask for more quota (portal: Foundry, Management center, Quota)."
        return Finding(NAME, "no", message, fix, SETTING, "quota")
    fix = f"Set it to {most}, which works with rate limits, or ask for more quota."
    return Finding(NAME, "no", message, fix, SETTING, "quota", (Pin(SETTING, most),))


def _own(plan: Plan, facts: Facts) -> int | Unseen:
    found = facts.deployment_capacity(plan.deployment_id)
    if isinstance(found, Unseen):
        return found
    counted = f"{plan.settings.openai.sku}.{plan.settings.models.openai}"
    return found[1] if found is not None and found[0] == counted else 0


def _usage_name(plan: Plan) -> str:
    # As recorded from Azure: `{format}.{sku}.{model}` (azure-dev @ ae35809).
    model = str(plan.settings.models.openai)
    serving = models().model(model).serving
    return f"{serving.format if serving else 'OpenAI'}.{plan.settings.openai.sku}.{model}"
