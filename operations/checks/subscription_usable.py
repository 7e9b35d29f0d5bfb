"""Whether the subscription can be used, and whether its offer gives the machines that the stack asks for."""

from collections.abc import Iterator
from typing import Final

from catalogue.compute_skus import compute_sku
from operations.checks.facts import Facts, Unseen
from operations.checks.finding import Finding, Pin, ok, unknown
from operations.checks.plan import Plan

NAME: Final = "subscription"
USABLE: Final = frozenset({"Enabled", "Warned"})
"""PastDue, Disabled and Deleted ones take no new resources (azure-docs "subscription-states", 2026-10)."""
WITHOUT_GPUS: Final = ("MSDN", "MPN_", "AzurePass", "FreeTrial", "DreamSpark", "AzureForStudents", "BizSpark")
"""How quota ids of benefit offers begin (azure-docs "cost-management supported offers", 2026-10); the guide to a custom
Phi-3 says that these get no GPUs."""


def subscription_usable(plan: Plan, facts: Facts) -> Iterator[Finding]:
    """Checks the subscription's state and offer."""
    found = facts.subscription()
    if isinstance(found, Unseen):
        yield unknown(NAME, f"the subscription can't be looked up: {found.why}", "Run `az login` and try again.")
        return
    if found is None:
        message = f"the caller belongs to no subscription {plan.settings.subscription_id}"
        fix = (
            "Set it to your own, or sign in to it: `az login`; for stacks on the local Azure "
            "`tunestack local exec -- tunestack doctor ...`."
        )
        yield Finding(NAME, "no", message, fix, "subscription_id", "permission")
        return
    named = f"the subscription {plan.settings.subscription_id}"
    if found.state not in USABLE:
        fix = "Have its owner enable it, or name another one."
        yield Finding(NAME, "no", f"{named} is {found.state or 'in no known state'}", fix, "subscription_id")
        return
    yield ok(NAME, f"{named} is {found.state}")
    if found.quota_id.startswith(WITHOUT_GPUS) and _wants_gpus(plan):
        message = f"{named} has the offer {found.quota_id}, which gets no GPUs"
        fix = "Use a pay-as-you-go subscription; or set compute.cpu_fallback to true and run with --fix."
        pins = (Pin("compute.gpu_nodes", 0),) if plan.settings.compute.cpu_fallback else ()
        yield Finding(NAME, "no", message, fix, "compute.gpu_nodes", "quota", pins)


def _wants_gpus(plan: Plan) -> bool:
    if not plan.has_clusters or plan.settings.compute.gpu_nodes == 0:
        return False
    return compute_sku(plan.settings.compute.gpu_sku).gpus > 0
