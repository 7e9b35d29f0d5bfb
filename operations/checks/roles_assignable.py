"""Whether the roles that the stack gives can be given at its scopes, and by the caller."""

import re
from collections.abc import Iterator
from typing import Final

from catalogue.roles import role
from operations.checks.actions import allowing
from operations.checks.facts import Facts, Permission, Unseen
from operations.checks.finding import Finding, ok, unknown
from operations.checks.permitted import ASSIGN
from operations.checks.plan import Plan
from operations.checks.planned_roles import pipeline_roles, planned_roles

NAME: Final = "roles"

_GUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_GIVABLE: Final = re.compile(
    r"@Request\[Microsoft\.Authorization/roleAssignments:RoleDefinitionId\]\s+ForAnyOfAnyValues:GuidEquals\s+"
    r"\{(?P<guids>[^}]*)\}",
    re.IGNORECASE,
)
"""The part of a constrained administrator's condition that lists what it may give (azure-docs
"delegate-role-assignments-examples", 2026-10)."""


def roles_assignable(plan: Plan, facts: Facts) -> Iterator[Finding]:
    """Checks each role that the stack assigns.

    Those of the pipeline are given once, by whoever runs the first `pulumi up`: the pipeline itself may not.
    """
    group = facts.resource(plan.group_scope)
    scope = plan.group_scope if group is not None and not isinstance(group, Unseen) else plan.subscription_scope
    permissions = facts.permissions(scope)
    for name in dict.fromkeys((*pipeline_roles(plan), *planned_roles(plan))):
        yield _assignable(plan, facts, name)
    for name in planned_roles(plan):
        if not isinstance(permissions, Unseen):  # what can't be seen is told by the check of permissions
            yield from _givable(name, scope, permissions)


def _assignable(plan: Plan, facts: Facts, name: str) -> Finding:
    scopes = facts.assignable_scopes(str(role(name).guid))
    if isinstance(scopes, Unseen):
        return unknown(NAME, f"where the role {name} can be assigned can't be looked up: {scopes.why}")
    if not scopes:
        message = f"there is no role {name} ({role(name).guid}) in this tenant"
        return Finding(NAME, "no", message, "Have the tenant's administrator find out why.", cause="permission")
    if not any(_covers(each, plan.group_scope) for each in scopes):
        message = f"the role {name} can't be assigned in {plan.group_scope}; it can be at {', '.join(scopes)}"
        fix = "Have an owner add the subscription to the role's assignable scopes."
        return Finding(NAME, "no", message, fix, cause="permission")
    return ok(NAME, f"the role {name} can be assigned in {plan.group_name}")


def _covers(assignable: str, scope: str) -> bool:
    parent = assignable.rstrip("/").lower()
    return f"{scope.lower()}/".startswith(f"{parent}/")


def _givable(name: str, scope: str, permissions: tuple[Permission, ...]) -> Iterator[Finding]:
    conditions = [each.condition for each in allowing(ASSIGN, permissions)]
    if not conditions or "" in conditions:  # not at all is told by the check of permissions
        return
    listed = [_GIVABLE.search(condition) for condition in conditions]
    if not all(listed):
        yield unknown(NAME, f"the caller gives roles at {scope} under a condition that can't be judged here")
        return
    givable = {guid.lower() for each in listed if each for guid in _GUID.findall(each["guids"])}
    if str(role(name).guid) not in givable:
        message = f"the caller may give roles at {scope}, but not {name}: a condition of its role leaves it out"
        fix = f"Have an owner add {role(name).guid} to that condition, or assign the role."
        yield Finding(NAME, "no", message, fix, cause="permission")
