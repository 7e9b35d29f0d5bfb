"""Management locks: what is under CanNotDelete can't be deleted, what is under ReadOnly can't be changed either."""

from collections.abc import Mapping

from local_azure.behaviour import Behaviour
from local_azure.guard import Guard
from local_azure.platform import Platform
from local_azure.service import Service


def _behaviours(_platform: Platform) -> Mapping[str, Behaviour]:
    from local_azure.management_locks.locks import lock_behaviour

    return {"microsoft.authorization/locks": lock_behaviour()}


def _guard(platform: Platform) -> Guard:
    from local_azure.management_locks.enforcement import LockGuard

    return Guard(check=LockGuard(platform.resources).check)


SERVICE = Service(name="management_locks", behaviours=_behaviours, guard=_guard)
