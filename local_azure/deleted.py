"""Resources that were deleted and are kept for a while: listed, recovered, purged, gone when the days are over."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from local_azure.clock import Clock
from local_azure.json_types import Json
from local_azure.resources import Resource, resource_document, resource_from
from local_azure.store import Store

TABLE = "deleted"


@dataclass(frozen=True)
class DeletedResource:
    """A soft-deleted resource.

    Attributes:
        resource: As it was when it was deleted.
        deleted_at: When that was.
        purged_at: When it goes by itself.
    """

    resource: Resource
    deleted_at: datetime
    purged_at: datetime


class DeletedResources:
    """The soft-deleted resources of a local Azure. Those whose days are over aren't found any more.

    Args:
        store: Where they are kept.
        clock: The time that the days are counted by.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def add(self, resource: Resource, days: float) -> None:
        """Keeps a resource that was just deleted for that many days."""
        now = self._clock.now()
        document = {
            "resource": resource_document(resource),
            "deleted_at": now.isoformat(),
            "purged_at": (now + timedelta(days=days)).isoformat(),
        }
        self._store.put(TABLE, resource.id.lower(), document)

    def get(self, resource_id: str) -> DeletedResource | None:
        """Returns the deleted resource that had this id, or None."""
        document = self._store.get(TABLE, resource_id.lower())
        return None if document is None else self._current(document)

    def purge(self, resource_id: str) -> None:
        """Forgets a deleted resource: its name is free again."""
        self._store.delete(TABLE, resource_id.lower())

    def list(self, resource_type: str) -> list[DeletedResource]:
        """Returns all deleted resources of a type."""
        found = [self._current(document) for document in self._store.list(TABLE)]
        return [each for each in found if each is not None and each.resource.type.lower() == resource_type.lower()]

    def _current(self, document: Json) -> DeletedResource | None:
        deleted = DeletedResource(
            resource_from(document["resource"]),
            datetime.fromisoformat(document["deleted_at"]),
            datetime.fromisoformat(document["purged_at"]),
        )
        if deleted.purged_at <= self._clock.now():
            self.purge(deleted.resource.id)
            return None
        return deleted
