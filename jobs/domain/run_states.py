"""The states of a fine-tuning job, as Azure ML names them, and what each means for who waits."""

from enum import StrEnum


class JobState(StrEnum):
    """Azure ML's JobStatus (azure-ai-ml 1.35.2)."""

    NOT_STARTED = "NotStarted"
    STARTING = "Starting"
    PROVISIONING = "Provisioning"
    PREPARING = "Preparing"
    QUEUED = "Queued"
    RUNNING = "Running"
    FINALIZING = "Finalizing"
    CANCEL_REQUESTED = "CancelRequested"
    COMPLETED = "Completed"
    FAILED = "Failed"
    CANCELED = "Canceled"
    NOT_RESPONDING = "NotResponding"
    PAUSED = "Paused"
    UNKNOWN = "Unknown"

    @classmethod
    def of(cls, text: str | None) -> "JobState":
        """The state that Azure named; one it has added since is `UNKNOWN`, so that watching goes on."""
        return next((state for state in cls if state.value == text), cls.UNKNOWN)

    @property
    def is_final(self) -> bool:
        """Whether nothing will change any more."""
        return self in {JobState.COMPLETED, JobState.FAILED, JobState.CANCELED}

    @property
    def is_waiting(self) -> bool:
        """Whether the job waits for a machine: time that isn't training, and isn't billed as such."""
        return self in {
            JobState.NOT_STARTED,
            JobState.STARTING,
            JobState.PROVISIONING,
            JobState.PREPARING,
            JobState.QUEUED,
        }
