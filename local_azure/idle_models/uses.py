"""When a deployment or an endpoint answered last."""

from datetime import datetime

from local_azure.platform import Platform
from local_azure.resources import Resource

TABLE = "last-uses"


def note_use(platform: Platform, resource: Resource) -> None:
    """Keeps that a resource has just been asked for an answer."""
    platform.store.put(TABLE, resource.id.lower(), {"at": platform.clock.now().isoformat()})


def last_use(platform: Platform, resource: Resource) -> datetime:
    """Returns when a resource was asked last, or when it was made or changed, whichever is later."""
    kept = platform.store.get(TABLE, resource.id.lower())
    return max(resource.changed_at, datetime.fromisoformat(kept["at"])) if kept else resource.changed_at
