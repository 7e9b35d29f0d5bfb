"""Children of one parent are written one at a time, where their type says so: else Azure refuses the second write."""

from collections.abc import Iterator
from contextlib import contextmanager

from local_azure.errors import AzureError, conflict
from local_azure.management.kinds import Kind, Kinds
from local_azure.resources import Resource, Resources

BUSY = ("Creating", "Updating", "Deleting")


class ParallelWrites:
    """The writes that go on, by what they must not overlap on (``Behaviour.serialized_by``).

    Args:
        resources: The resources; one in the middle of an operation holds its parent until it ends.
        kinds: Their types.
    """

    def __init__(self, resources: Resources, kinds: Kinds) -> None:
        self._resources = resources
        self._kinds = kinds
        self._held: dict[str, str] = {}

    @contextmanager
    def alone(self, kind: Kind, resource_id: str) -> Iterator[None]:
        """Holds what a write must not overlap on while its request is answered.

        Its operation goes on holding it: the resource is Creating, Updating or Deleting by then. Another write of the
        same resource is let through to be refused as such (AnotherOperationInProgress).

        Raises:
            AzureError: 409, by default RequestConflict: another write goes on there.
        """
        parent = _serialized_by(kind, resource_id)
        if parent is None:
            yield
            return
        key = parent.lower()
        if self._held.get(key, resource_id.lower()) != resource_id.lower() or self._busy(parent, resource_id):
            raise _refusal(kind, parent)
        outer = self._held.get(key)
        self._held[key] = resource_id.lower()
        try:
            yield
        finally:
            if outer is None:
                del self._held[key]

    def _busy(self, parent: str, resource_id: str) -> bool:
        found = [self._resources.get(parent), *self._resources.list(parent)]
        others = [each for each in found if each is not None and each.id.lower() != resource_id.lower()]
        return any(each.state in BUSY and self._is_serialized(each, parent) for each in others)

    def _is_serialized(self, resource: Resource, parent: str) -> bool:
        by = _serialized_by(self._kinds.of(resource.type, resource.api_version), resource.id)
        return by is not None and by.lower() == parent.lower()


def _serialized_by(kind: Kind, resource_id: str) -> str | None:
    by = kind.behaviour.serialized_by
    return by(resource_id) if by else None


def _refusal(kind: Kind, parent: str) -> Exception:
    refuse = kind.behaviour.parallel_refusal
    return refuse(parent) if refuse else request_conflict(parent)


def request_conflict(parent: str) -> AzureError:
    """Returns Azure's refusal of a write while another one goes on under the same parent."""
    return conflict(
        f"Another operation is being performed on the parent resource '{parent}'. Please try again later.",
        code="RequestConflict",
    )
