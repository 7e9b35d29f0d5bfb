"""The question every service asks before it acts: may this caller do this action here?"""

from collections.abc import Sequence
from typing import Protocol

from local_azure.role_conditions.attributes import Attributes
from local_azure.role_permissions import Permission
from local_azure.tokens import Caller


class Authorizer(Protocol):
    """Decides by role assignments. Called before anything else, also for what isn't there."""

    def require(
        self, caller: Caller, action: str, scope: str, *, data: bool = False, attributes: Attributes | None = None
    ) -> None:
        """Returns when the caller may do the action at the scope.

        Args:
            caller: Who asks.
            action: Such as ``Microsoft.Storage/storageAccounts/write``, or a data action.
            scope: The id of the resource, group or subscription acted on.
            data: Whether the action is a data action.
            attributes: What conditions on role assignments may ask about the request; none by default.

        Raises:
            AzureError: 403 AuthorizationFailed.
        """

    def allows(
        self, caller: Caller, action: str, scope: str, *, data: bool = False, attributes: Attributes | None = None
    ) -> bool:
        """Returns whether the caller may do the action at the scope."""

    def sees(self, caller: Caller, scope: str) -> bool:
        """Returns whether the caller has any role at a scope, above it or below it: then lists show it."""

    def permissions(self, caller: Caller, scope: str) -> Sequence[Permission]:
        """Returns what the roles of a caller at a scope allow, those given above it included."""
