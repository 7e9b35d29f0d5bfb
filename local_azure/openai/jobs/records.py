"""What is known of each fine-tuning job: what was asked, how far it is, and what came of it."""

from dataclasses import asdict, dataclass, field, replace
from typing import Any

from local_azure.errors import AzureError
from local_azure.json_types import Json
from local_azure.platform import Platform

_TABLE = "openai-jobs"
VALIDATING, QUEUED, RUNNING, PAUSED = "validating_files", "queued", "running", "paused"
SUCCEEDED, FAILED, CANCELLED = "succeeded", "failed", "cancelled"
ENDED = (SUCCEEDED, FAILED, CANCELLED)


@dataclass(frozen=True)
class JobRecord:
    """A fine-tuning job of an account.

    Attributes:
        id: Its id, ``ftjob-`` and 32 hexadecimal digits.
        owner: What the account's jobs are kept under.
        account_id: The account's ARM id.
        number: The how manieth job of the account it is.
        created_at: When it was made, in seconds.
        model: The base model as the API names it.
        base: The catalogue's name of the base model.
        version: The base model's version.
        training_file: Id of the file it learns from.
        validation_file: Id of the file it measures on, or None.
        method: ``supervised`` or ``dpo``.
        hyperparameters: As they were asked for; what was left to Azure is filled in when it starts.
        seed: Where the random numbers start.
        suffix: What the tuned model's name ends with, or None.
        training_type: The tier as it was asked for, or None.
        status: Its state.
        finished_at: When it ended, in seconds, or None.
        error: Why it failed, or None.
        fine_tuned_model: The name of what came of it, or None.
        result_files: Ids of its results.
        trained_tokens: What it trains on; told when it has succeeded.
        metrics_offset: How far the trainer's metrics were read.
        metadata: What the client keeps with it.
    """

    id: str
    owner: str
    account_id: str
    number: int
    created_at: int
    model: str
    base: str
    version: str
    training_file: str
    validation_file: str | None
    method: str
    hyperparameters: Json
    seed: int
    suffix: str | None
    training_type: str | None
    status: str = VALIDATING
    finished_at: int | None = None
    error: Json | None = None
    fine_tuned_model: str | None = None
    result_files: list[str] = field(default_factory=list)
    trained_tokens: int | None = None
    metrics_offset: int = 0
    metadata: Json | None = None

    @property
    def has_ended(self) -> bool:
        """Whether it is over."""
        return self.status in ENDED

    def body(self, *, is_v1: bool) -> Json:
        """Returns the job as the API answers it; the dated versions know one state before ``running``."""
        status = "pending" if not is_v1 and self.status in (VALIDATING, QUEUED) else self.status
        inner = {name: value for name, value in self.hyperparameters.items() if value is not None}
        shown = ("id", "created_at", "finished_at", "model", "fine_tuned_model", "training_file", "validation_file")
        also = ("result_files", "seed", "suffix", "metadata")
        return {
            "object": "fine_tuning.job",
            **{name: getattr(self, name) for name in (*shown, *also)},
            "status": status,
            "trained_tokens": self.trained_tokens if self.status == SUCCEEDED else None,
            "error": self.error,
            "hyperparameters": inner,
            "method": {"type": self.method, self.method: {"hyperparameters": inner}},
            "trainingType": self.training_type or "Standard",
            "organization_id": "",
            "integrations": [],
            "estimated_finish": None,
        }


class JobRecords:
    """The jobs of all accounts.

    Args:
        platform: The local Azure.
    """

    def __init__(self, platform: Platform) -> None:
        self._store = platform.store

    def all(self, owner: str = "") -> list[JobRecord]:
        """Returns the jobs of an account, or of all, the newest first."""
        found = [JobRecord(**each) for each in self._store.list(_TABLE, f"{owner}|" if owner else "")]
        return sorted(found, key=lambda job: (job.created_at, job.number), reverse=True)

    def find(self, owner: str, job_id: str) -> JobRecord | None:
        """Returns a job of an account, or None."""
        found = self._store.get(_TABLE, f"{owner}|{job_id}")
        return None if found is None else JobRecord(**found)

    def get(self, owner: str, job_id: str) -> JobRecord:
        """Returns a job of an account.

        Raises:
            AzureError: 404 when it has none of that id.
        """
        found = self.find(owner, job_id)
        if found is None:
            raise AzureError(404, "resourceNotFound", f"The fine-tuning job '{job_id}' doesn't exist.")
        return found

    def put(self, job: JobRecord) -> None:
        """Keeps a job's record."""
        self._store.put(_TABLE, f"{job.owner}|{job.id}", asdict(job))

    def update(self, job: JobRecord, **changes: Any) -> JobRecord:  # noqa: ANN401 -- the record's own types
        """Changes what is known of a job and returns its record."""
        changed = replace(self.get(job.owner, job.id), **changes)
        self.put(changed)
        return changed

    def delete(self, job: JobRecord) -> None:
        """Forgets a job."""
        self._store.delete(_TABLE, f"{job.owner}|{job.id}")
