"""Whether names that must be unique in the world are free, or this stack's own already."""

from collections.abc import Iterator
from typing import Final

from operations.checks.facts import Facts, NameKind, Unseen
from operations.checks.finding import Finding, ok, unknown
from operations.checks.lookups.name import TYPES
from operations.checks.plan import Plan

NAME: Final = "names"


def names_free(plan: Plan, facts: Facts) -> Iterator[Finding]:
    """Checks the name of each resource that the stack makes; a resource of that name in its own group is its own."""
    own = facts.resource_ids(plan.group_scope)
    for kind, wanted in _names(plan):
        arm_id = f"{plan.group_scope}/providers/{TYPES[kind]}/{wanted}"
        if not isinstance(own, Unseen) and arm_id.lower() in own:
            yield ok(NAME, f"{wanted} is this stack's own already")
            continue
        answer = facts.name(kind, wanted)
        if isinstance(answer, Unseen):
            yield unknown(NAME, f"whether the name {wanted} is free can't be looked up: {answer.why}")
        elif answer.free:
            yield ok(NAME, f"the name {wanted} is free")
        else:
            yield from _taken(plan, facts, kind, wanted, answer.message)


def _names(plan: Plan) -> Iterator[tuple[NameKind, str]]:
    existing, names = plan.settings.existing, plan.names
    own_dependents = plan.has_workspaces and existing.hub is None
    if plan.has_storage:
        yield "storage_account", names.storage_account
    if own_dependents and existing.container_registry is None:
        yield "container_registry", names.container_registry
    if plan.has_vault:
        yield "key_vault", names.key_vault
    if plan.has_account:
        yield "ai_services", names.ai_services


def _taken(plan: Plan, facts: Facts, kind: NameKind, wanted: str, why: str) -> Iterator[Finding]:
    if kind in ("key_vault", "ai_services"):
        twin = facts.deleted(
            "vault" if kind == "key_vault" else "account", plan.settings.location, plan.group_name, wanted
        )
        if twin is not None and not isinstance(twin, Unseen):  # told by the check of soft-deleted twins
            return
    message = f"the name {wanted} is taken by somebody else: {why}"
    fix = "Set another name_prefix; names end in a hash of subscription, group and stack."
    yield Finding(NAME, "no", message, fix, "name_prefix")
