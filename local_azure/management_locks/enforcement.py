"""Refuses what locks forbid: a lock holds for its scope and all below it; deleting also asks for locks below."""

from collections.abc import Iterator

from local_azure.errors import GATEWAY, AzureError
from local_azure.guard import Verb
from local_azure.management_locks.locks import TYPE
from local_azure.resources import Resource, Resources
from local_azure.role_authorizer import scopes

_BELOW = f"/providers/{TYPE}".lower()


class LockGuard:
    """Checks requests against the locks there are.

    Args:
        resources: Where the locks are.
    """

    def __init__(self, resources: Resources) -> None:
        self._resources = resources

    def check(self, verb: Verb, resource_id: str) -> None:
        """Returns when no lock forbids it. Locks themselves can always be put on and taken off.

        Raises:
            AzureError: 409 ScopeLocked.
        """
        if f"{_BELOW}/" in f"{resource_id.lower()}/":
            return
        locked = [_scope(lock) for lock in self._locks(verb, resource_id)]
        if not locked:
            return
        raise AzureError(
            409,
            "ScopeLocked",
            f"The scope '{resource_id}' cannot perform {verb} operation because following scope(s) are locked: "
            f"'{','.join(dict.fromkeys(locked))}'. Please remove the lock and try again.",
            headers=GATEWAY,
        )

    def _locks(self, verb: Verb, resource_id: str) -> Iterator[Resource]:
        for level in scopes(resource_id):
            for lock in self._resources.list(f"{level}/providers/{TYPE}"):
                if verb == "delete" or lock.properties["level"] == "ReadOnly":
                    yield lock
        if verb == "delete":
            yield from self._resources.list(resource_id, TYPE)


def _scope(lock: Resource) -> str:
    return lock.id[: lock.id.lower().rindex(_BELOW)]
