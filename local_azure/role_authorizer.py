"""Decides by Azure's rules whether a caller may act: role assignments at the scope or above it, added together."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from local_azure.clock import Clock
from local_azure.errors import GATEWAY, AzureError
from local_azure.groups import Groups
from local_azure.resources import Resource, Resources
from local_azure.role_conditions.attributes import Attributes
from local_azure.role_conditions.evaluation import holds
from local_azure.role_definitions import RoleDefinitions, role_id
from local_azure.role_permissions import Permission
from local_azure.tokens import Caller

TYPE = "Microsoft.Authorization/roleAssignments"
ASSIGNMENTS = f"/providers/{TYPE}"


class RoleAuthorizer:
    """An Authorizer over the role assignments that are stored as resources.

    Args:
        resources: Where the role assignments are.
        roles: What the roles allow.
        groups: Whose roles their members have too.
        clock: The time.
        delay: How long after it was made an assignment begins to act.
    """

    def __init__(
        self, resources: Resources, roles: RoleDefinitions, groups: Groups, clock: Clock, delay: timedelta
    ) -> None:
        self._resources = resources
        self._roles = roles
        self._groups = groups
        self._clock = clock
        self._delay = delay

    def require(
        self, caller: Caller, action: str, scope: str, *, data: bool = False, attributes: Attributes | None = None
    ) -> None:
        """Returns when the caller may do the action at the scope.

        Raises:
            AzureError: 403 AuthorizationFailed.
        """
        granting = list(self._granting(caller, action, scope, data=data))
        if any(_fulfilled(assignment, permission, action, attributes) for assignment, permission in granting):
            return
        raise _failed(caller, action, scope, "or an ABAC condition not fulfilled " if granting else "")

    def allows(
        self, caller: Caller, action: str, scope: str, *, data: bool = False, attributes: Attributes | None = None
    ) -> bool:
        """Returns whether the caller may do the action at the scope."""
        granting = self._granting(caller, action, scope, data=data)
        return any(_fulfilled(assignment, permission, action, attributes) for assignment, permission in granting)

    def sees(self, caller: Caller, scope: str) -> bool:
        """Returns whether the caller has any role at a scope, above it or below it."""
        principals = self._principals(caller)
        assignments = [*self._assignments(scope), *filter(self._acts, self._resources.list(scope, TYPE))]
        return any(each.properties["principalId"].lower() in principals for each in assignments)

    def permissions(self, caller: Caller, scope: str) -> Sequence[Permission]:
        """Returns what the roles of a caller at a scope allow, each with the condition of its assignment."""
        found = self._held(caller, scope)
        return [replace(each, condition=_both(each, assignment)) for assignment, each in found]

    def _granting(
        self, caller: Caller, action: str, scope: str, *, data: bool
    ) -> Iterator[tuple[Resource, Permission]]:
        for assignment, permission in self._held(caller, scope):
            if permission.allows(action, data=data):
                yield assignment, permission

    def _held(self, caller: Caller, scope: str) -> Iterator[tuple[Resource, Permission]]:
        principals = self._principals(caller)
        for assignment in self._assignments(scope):
            role = self._roles.get(role_id(assignment.properties["roleDefinitionId"]))
            if role is not None and assignment.properties["principalId"].lower() in principals:
                yield from ((assignment, permission) for permission in role.permissions)

    def _assignments(self, scope: str) -> Iterator[Resource]:
        for level in scopes(scope):
            yield from filter(self._acts, self._resources.list(f"{level}{ASSIGNMENTS}"))

    def _acts(self, assignment: Resource) -> bool:
        return assignment.created_at + self._delay <= self._clock.now()

    def _principals(self, caller: Caller) -> set[str]:
        return {caller.object_id.lower(), *self._groups.of(caller.object_id)}


def scopes(scope: str) -> list[str]:
    """Returns a scope and everything above it, the tenant ("") last.

    Above a resource are its parents, its group and its subscription.
    """
    segments = scope.strip("/").split("/") if scope.strip("/") else []
    return ["/" + "/".join(segments[:length]) for length in range(len(segments), 0, -1)] + [""]


def _fulfilled(assignment: Resource, permission: Permission, action: str, attributes: Attributes | None) -> bool:
    conditions = (permission.condition, assignment.properties.get("condition"))
    return all(holds(condition, action, attributes or {}) for condition in conditions if condition)


def _both(permission: Permission, assignment: Resource) -> str:
    conditions = [each for each in (permission.condition, assignment.properties.get("condition")) if each]
    return " AND ".join(f"({each})" for each in conditions) if len(conditions) > 1 else "".join(conditions)


def _failed(caller: Caller, action: str, scope: str, condition: str) -> AzureError:
    return AzureError(
        403,
        "AuthorizationFailed",
        f"The client '{caller.app_id}' with object id '{caller.object_id}' does not have authorization {condition}to "
        f"perform action '{action}' over scope '{scope}' or the scope is invalid. If access was recently granted, "
        "please refresh your credentials.",
        headers=GATEWAY,
    )
