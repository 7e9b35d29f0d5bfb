"""Events of fine-tuning jobs: what a job says while it goes on, the newest first when they are listed."""

import uuid
from collections.abc import Sequence

from local_azure.json_types import Json
from local_azure.openai.jobs.records import JobRecord
from local_azure.openai.times import seconds_now
from local_azure.platform import Platform

_TABLE = "openai-events"
_COUNTS = "openai-event-counts"


class JobEvents:
    """The events of all jobs.

    Args:
        platform: The local Azure.
    """

    def __init__(self, platform: Platform) -> None:
        self._platform = platform

    def say(self, job: JobRecord, message: str, *, level: str = "info", data: Json | None = None) -> None:
        """Adds an event; one with ``data`` is a metric."""
        number = int((self._platform.store.get(_COUNTS, job.id) or {"events": 0})["events"])
        event = {
            "object": "fine_tuning.job.event",
            "id": f"ftevent-{uuid.uuid4().hex}",
            "created_at": seconds_now(self._platform),
            "level": level,
            "message": message,
            "type": "metrics" if data else "message",
            "data": data or {},
        }
        self._platform.store.put(_TABLE, f"{job.id}|{number:08}", event)
        self._platform.store.put(_COUNTS, job.id, {"events": number + 1})

    def of(self, job: JobRecord) -> Sequence[Json]:
        """Returns a job's events, the newest first."""
        return self._platform.store.list(_TABLE, f"{job.id}|")[::-1]

    def delete(self, job: JobRecord) -> None:
        """Forgets what is kept of a job here."""
        for key, _entry in self._platform.store.items(_TABLE, f"{job.id}|"):
            self._platform.store.delete(_TABLE, key)
        self._platform.store.delete(_COUNTS, job.id)
