"""Whether Azure keeps deleted resources under the stack's names, and whether the settings say what to do with them."""

from collections.abc import Iterator
from typing import Final

from operations.checks.facts import Deleted, Facts, SoftDeletedKind, Unseen
from operations.checks.finding import Finding, ok, unknown
from operations.checks.plan import Plan

NAME: Final = "soft-deleted"
SETTING: Final = "soft_deleted"


def deleted_twins(plan: Plan, facts: Facts) -> Iterator[Finding]:
    """Checks vault and account."""
    for kind, name in _kept(plan):
        twin = facts.deleted(kind, plan.settings.location, plan.group_name, name)
        if isinstance(twin, Unseen):
            message = f"whether Azure keeps a deleted {kind} {name} can't be looked up: {twin.why}"
            yield unknown(NAME, message, setting=SETTING)
        elif twin is None:
            yield ok(NAME, f"Azure keeps no deleted {kind} {name}")
        else:
            yield _judged(plan, kind, name, twin)


def _kept(plan: Plan) -> Iterator[tuple[SoftDeletedKind, str]]:
    if plan.has_vault:
        yield "vault", plan.names.key_vault
    if plan.has_account:
        yield "account", plan.names.ai_services


def _judged(plan: Plan, kind: SoftDeletedKind, name: str, twin: Deleted) -> Finding:
    told = f"Azure keeps the deleted {kind} {name} until {twin.purged_on or 'its retention ends'}"
    policy = plan.settings.soft_deleted
    if policy == "fail":
        return Finding(NAME, "no", told, "Purge it, or set it to purge or recover.", SETTING)
    if policy == "purge" and twin.purge_protected:
        message = f"{told}, protected from purging"
        return Finding(NAME, "no", message, "Set it to recover, and purge_protection to true.", SETTING)
    return ok(NAME, f"{told}; `pulumi up` {'purges it' if policy == 'purge' else 'brings it back'}", SETTING)
