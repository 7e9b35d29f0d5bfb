"""The developer's roles in a local Azure, given and taken as an owner does."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from local_azure.tokens import Principal
from tests.local_azure.machinelearning.running import RunningAzure
from tests.roles.declared import DEVELOPER, stack_of
from tests.roles.rights import DEFINITIONS

APP = "5ca1ab1e-0000-4000-8000-0000000000f1"
SECRET = "not-a-secret-the-local-azure-forgets-it"  # pragma: allowlist secret


class Roles:
    """The roles that a stack gives its developer.

    Args:
        azure: where they are given.
        stack: whose they are.
        scopes: where the stack's resources are there: ids by the resources' names in the stack.
    """

    def __init__(self, azure: RunningAzure, stack: str, scopes: Mapping[str, str]) -> None:
        self._azure = azure
        declared = stack_of(stack)
        there = {declared.ids[name]: scope for name, scope in scopes.items()}
        self.grants = {each.name: each for each in declared.grants if each.principal_id == DEVELOPER}
        self._scopes = {name: there[each.scope] for name, each in self.grants.items()}
        assignments = declared.declared.all("azure-native:authorization:RoleAssignment")
        self._names = {name: assignments[name]["roleAssignmentName"] for name in self.grants}

    def give_all(self) -> None:
        """Makes the developer known, and assigns all of the stack's roles."""
        self._azure.platform.tokens.register(Principal(DEVELOPER, APP, "developer", kind="User"), secret=SECRET)
        for name in self.grants:
            self.give(name)

    def give(self, name: str) -> None:
        """Assigns a role of the stack."""
        given = {
            "principalId": DEVELOPER,
            "principalType": "User",
            "roleDefinitionId": f"{DEFINITIONS}/{self.grants[name].role}",
        }
        self._azure.call("PUT", self._path(name), {"properties": given}).raise_for_status()

    @contextmanager
    def without(self, name: str) -> Iterator[None]:
        """Takes a role away while the block lasts."""
        self._azure.call("DELETE", self._path(name)).raise_for_status()
        try:
            yield
        finally:
            self.give(name)

    def _path(self, name: str) -> str:
        return f"{self._scopes[name]}/providers/Microsoft.Authorization/roleAssignments/{self._names[name]}"
