"""Decides by Azure's rules whether a caller may act: role assignments at the scope or above it, added together."""

from collections.abc import Iterator

from local_azure.errors import GATEWAY, AzureError
from local_azure.resources import Resource, Resources
from local_azure.role_definitions import allows, role_definitions, role_id
from local_azure.tokens import Caller

ASSIGNMENTS = "/providers/Microsoft.Authorization/roleAssignments"


class RoleAuthorizer:
    """An Authorizer over the role assignments that are stored as resources.

    Args:
        resources: Where the role assignments are.
    """

    def __init__(self, resources: Resources) -> None:
        self._resources = resources

    def require(self, caller: Caller, action: str, scope: str, *, data: bool = False) -> None:
        """Returns when the caller may do the action at the scope.

        Raises:
            AzureError: 403 AuthorizationFailed.
        """
        if self.allows(caller, action, scope, data=data):
            return
        raise AzureError(
            403,
            "AuthorizationFailed",
            f"The client '{caller.app_id}' with object id '{caller.object_id}' does not have authorization to perform "
            f"action '{action}' over scope '{scope}' or the scope is invalid. If access was recently granted, "
            "please refresh your credentials.",
            headers=GATEWAY,
        )

    def allows(self, caller: Caller, action: str, scope: str, *, data: bool = False) -> bool:
        """Returns whether the caller may do the action at the scope."""
        roles = role_definitions()
        for assignment in self._assignments(scope):
            if assignment.properties.get("principalId", "").lower() != caller.object_id.lower():
                continue
            role = roles.get(role_id(assignment.properties["roleDefinitionId"]))
            if role is not None and allows(role, action, data=data):
                return True
        return False

    def _assignments(self, scope: str) -> Iterator[Resource]:
        for level in scopes(scope):
            yield from self._resources.list(f"{level}{ASSIGNMENTS}")


def scopes(scope: str) -> list[str]:
    """Returns a scope and everything above it, the tenant ("") last.

    Above a resource are its parents, its group and its subscription.
    """
    segments = scope.strip("/").split("/") if scope.strip("/") else []
    return ["/" + "/".join(segments[:length]) for length in range(len(segments), 0, -1)] + [""]
