"""Whether the caller may do each thing that `pulumi up` and `pulumi destroy` will do."""

from collections.abc import Iterator
from typing import Final

from operations.checks.actions import allowing
from operations.checks.facts import Facts, Permission, Unseen
from operations.checks.finding import Finding, ok, unknown
from operations.checks.plan import Plan

NAME: Final = "permissions"
ASSIGN: Final = "Microsoft.Authorization/roleAssignments/write"
PURGE_VAULT: Final = "Microsoft.KeyVault/locations/deletedVaults/purge/action"
PURGE_ACCOUNT: Final = "Microsoft.CognitiveServices/locations/resourceGroups/deletedAccounts/delete"
"""Both count at the subscription alone (azure-ai-docs "recover-purge-resources", 2026-10)."""
WRITE_QUOTA: Final = "Microsoft.Quota/quotas/write"


def permitted(plan: Plan, facts: Facts) -> Iterator[Finding]:
    """Checks the caller's roles against each planned write: in the group where it is there, else the subscription."""
    group = facts.resource(plan.group_scope)
    if isinstance(group, Unseen):
        yield unknown(NAME, f"whether the group {plan.group_name} is there can't be looked up: {group.why}")
        return
    scope = plan.group_scope if group is not None else plan.subscription_scope
    wanted = [f"{each}/{verb}" for each in plan.types for verb in ("write", "delete")]
    yield from _all_allowed(facts, scope, wanted)
    yield from _all_allowed(facts, plan.subscription_scope, list(_at_subscription(plan, group_is_there=bool(group))))


def _at_subscription(plan: Plan, *, group_is_there: bool) -> Iterator[str]:
    if not group_is_there:
        yield "Microsoft.Resources/subscriptions/resourceGroups/write"
    if plan.settings.soft_deleted == "purge":
        if plan.has_vault:
            yield PURGE_VAULT
        if plan.has_account:
            yield PURGE_ACCOUNT
    if plan.has_clusters and plan.settings.compute.request_quota and plan.settings.compute.gpu_nodes:
        yield WRITE_QUOTA


def _all_allowed(facts: Facts, scope: str, actions: list[str]) -> Iterator[Finding]:
    if not actions:
        return
    permissions = facts.permissions(scope)
    if isinstance(permissions, Unseen):
        message = f"what the caller may do at {scope} can't be looked up: {permissions.why}"
        yield unknown(NAME, message, "Ask for Reader there.")
        return
    refused = [action for action in actions if not allowing(action, permissions)]
    limited = [action for action in actions if action not in refused and _conditional(action, permissions)]
    for action in refused:
        yield Finding(NAME, "no", f"the caller may not do {action} at {scope}", _fix(action, scope), cause="permission")
    for action in limited:
        if action != ASSIGN:  # which roles may be given is a check of its own
            yield unknown(NAME, f"the caller may do {action} at {scope} under a condition that can't be judged here")
    if not refused:
        yield ok(NAME, f"the caller may do the {len(actions)} planned actions at {scope}")


def _conditional(action: str, permissions: tuple[Permission, ...]) -> bool:
    return all(each.condition for each in allowing(action, permissions))


def _fix(action: str, scope: str) -> str:
    if action.startswith("Microsoft.Authorization/roleAssignments/"):
        return f"Have an owner give the caller the role Role Based Access Control Administrator at {scope}."
    if action.startswith("Microsoft.Authorization/locks/"):
        return f"Have an owner give the caller the role Locks Contributor at {scope}, or set protect to false."
    if action in (PURGE_VAULT, PURGE_ACCOUNT):
        return "Have an owner give the caller Contributor on the subscription, or set soft_deleted to recover."
    if action == WRITE_QUOTA:
        return "Have an owner give the caller Quota Request Operator, or set compute.request_quota to false."
    return f"Have an owner give the caller a role with it at {scope}, such as Contributor."
