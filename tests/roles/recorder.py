"""Notes what the local Azure asks of a principal's roles, so that it can be asked again with a role less."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from local_azure.role_authorizer import RoleAuthorizer
from local_azure.role_conditions.attributes import Attributes
from local_azure.tokens import Caller
from tests.roles.rights import Ask


class Recorder:
    """What was asked of one principal, by step."""

    def __init__(self, principal_id: str) -> None:
        self.asks: dict[str, list[Ask]] = {}
        self._principal_id = principal_id.lower()
        self._step = ""

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Files what is asked while the block lasts under a name."""
        before, self._step = self._step, name
        self.asks.setdefault(name, [])
        try:
            yield
        finally:
            self._step = before

    def watch(self, patch: pytest.MonkeyPatch) -> None:
        """Notes what is asked from now on."""
        allows, require = RoleAuthorizer.allows, RoleAuthorizer.require

        def noting_allows(
            authorizer: RoleAuthorizer,
            caller: Caller,
            action: str,
            scope: str,
            *,
            data: bool = False,
            attributes: Attributes | None = None,
        ) -> bool:
            allowed = allows(authorizer, caller, action, scope, data=data, attributes=attributes)
            if allowed:  # what is refused here was no condition of going on
                self._note(caller, Ask(action, scope, data, attributes))
            return allowed

        def noting_require(
            authorizer: RoleAuthorizer,
            caller: Caller,
            action: str,
            scope: str,
            *,
            data: bool = False,
            attributes: Attributes | None = None,
        ) -> None:
            self._note(caller, Ask(action, scope, data, attributes))
            require(authorizer, caller, action, scope, data=data, attributes=attributes)

        patch.setattr(RoleAuthorizer, "allows", noting_allows)
        patch.setattr(RoleAuthorizer, "require", noting_require)

    def _note(self, caller: Caller, ask: Ask) -> None:
        if self._step and caller.object_id.lower() == self._principal_id:
            self.asks[self._step].append(ask)
