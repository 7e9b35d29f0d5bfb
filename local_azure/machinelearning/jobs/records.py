"""What is known of each job, kept across restarts: what it is to do, its state, its times, its error."""

from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from local_azure.clock import Clock
from local_azure.json_types import Json
from local_azure.store import Store

_TABLE = "machinelearning_jobs"

NOT_STARTED = "NotStarted"
PREPARING = "Preparing"
QUEUED = "Queued"
RUNNING = "Running"
FINALIZING = "Finalizing"
CANCEL_REQUESTED = "CancelRequested"
COMPLETED = "Completed"
FAILED = "Failed"
CANCELED = "Canceled"
ENDED = frozenset({COMPLETED, FAILED, CANCELED})


@dataclass(frozen=True)
class JobRecord:
    """One job.

    Attributes:
        id: Its ARM id.
        name: Its name, which is also its run's id.
        details: ``properties`` of the job as they were PUT.
        run_number: Its number among the jobs of this local Azure, in the order they came.
        status: Its state, one of the names above.
        created_at: When it was made.
        started_at: When its training began; None before. What lies between the two is preparing and queueing.
        ended_at: When it reached its last state; None before.
        error: Code and message of what made it fail; {} otherwise.
        cancel_requested: Whether somebody asked for its end.
        parameters: What it ran with, such as ``max_steps``.
        tags: The run's tags, which clients may change.
        model_version: The version under which its model was registered; empty before.
        metrics_offset: How many bytes of the metrics file have been read.
        submitter: The client id of whoever asked for it.
        registered: The version that each output of a command job was registered under, by the output's name.
    """

    id: str
    name: str
    details: Json
    run_number: int
    status: str
    created_at: datetime
    started_at: datetime | None = None
    ended_at: datetime | None = None
    error: Json = field(default_factory=dict)
    cancel_requested: bool = False
    parameters: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    model_version: str = ""
    metrics_offset: int = 0
    submitter: str = ""
    registered: dict[str, str] = field(default_factory=dict)

    @property
    def is_command(self) -> bool:
        """Whether it runs a command of the submitter's own, not the service's fine-tuning."""
        return self.details.get("jobType") == "Command"

    @property
    def has_ended(self) -> bool:
        """Whether it has reached its last state."""
        return self.status in ENDED


class JobRecords:
    """The jobs of a local Azure.

    Args:
        store: Where they are kept.
        clock: The time that states are entered at.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def create(self, job_id: str, details: Json, submitter: str = "") -> JobRecord:
        """Makes and returns the record of a job that has not started."""
        number = 1 + max((record.run_number for record in self.all()), default=0)
        tags = {key: str(value) for key, value in (details.get("tags") or {}).items()}
        name = job_id.rsplit("/", 1)[-1]
        now = self._clock.now()
        record = JobRecord(job_id, name, details, number, NOT_STARTED, now, tags=tags, submitter=submitter)
        self._put(record)
        return record

    def get(self, job_id: str) -> JobRecord | None:
        """Returns the job of that ARM id, or None."""
        document = self._store.get(_TABLE, job_id.lower())
        return None if document is None else _record(document)

    def all(self) -> list[JobRecord]:
        """Returns all jobs, in the order they came."""
        return sorted(map(_record, self._store.list(_TABLE)), key=lambda record: record.run_number)

    def update(self, job_id: str, **changes: Any) -> JobRecord:  # noqa: ANN401 -- as dataclasses.replace has it
        """Writes members of a job anew and returns it.

        A new ``status`` sets the times that go with it. A job that has ended stays as it ended.

        Raises:
            LookupError: The job is gone.
        """
        record = self.get(job_id)
        if record is None:
            raise LookupError(f"the job {job_id} is gone")
        status = changes.get("status")
        if record.has_ended and status is not None:
            return record
        if status == RUNNING and record.started_at is None:
            changes["started_at"] = self._clock.now()
        if status in ENDED:
            changes["ended_at"] = self._clock.now()
        changed = replace(record, **changes)
        self._put(changed)
        return changed

    def delete(self, job_id: str) -> None:
        """Forgets a job."""
        self._store.delete(_TABLE, job_id.lower())

    def _put(self, record: JobRecord) -> None:
        document = asdict(record)
        for moment in ("created_at", "started_at", "ended_at"):
            document[moment] = document[moment] and document[moment].isoformat()
        self._store.put(_TABLE, record.id.lower(), document)


def _record(document: Json) -> JobRecord:
    moments = {
        moment: datetime.fromisoformat(document[moment])
        for moment in ("created_at", "started_at", "ended_at")
        if document[moment]
    }
    return JobRecord(**{**document, **moments})
