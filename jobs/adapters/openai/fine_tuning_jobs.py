"""Fine-tuning jobs of Azure OpenAI: handed in once, looked up by the run's name, cancelled, paused and resumed."""

from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Final

from catalogue.models import models
from jobs.adapters.openai.account import OpenAIAccount
from jobs.adapters.openai.jobs import PATH, RUN, JobDocuments, name_of
from jobs.adapters.openai.once import exactly_once
from jobs.domain.errors import CloudError, UsageError
from jobs.domain.job import Job, JobSpec
from jobs.domain.progress import JobTimes
from jobs.domain.recipe import OpenAITuning
from jobs.domain.run_states import JobState
from jobs.ports import Clock

TUNED_MODEL = "tuned-model"
RECIPE = "recipe"

_STATES: Final[Mapping[str, JobState]] = MappingProxyType(
    {
        "validating_files": JobState.PREPARING,
        "pending": JobState.QUEUED,
        "queued": JobState.QUEUED,
        "running": JobState.RUNNING,
        "pausing": JobState.RUNNING,
        "paused": JobState.PAUSED,
        "resuming": JobState.QUEUED,
        "succeeded": JobState.COMPLETED,
        "failed": JobState.FAILED,
        "cancelled": JobState.CANCELED,
    }
)
"""The states of azure-rest-api-specs (OpenAI.v1, FineTuningJob), and those of pausing, which it doesn't list."""

_MOST_PAIRS, _LONGEST_KEY, _LONGEST_VALUE = 16, 64, 512
"""Of a job's metadata (azure-rest-api-specs, OpenAI.v1, FineTuningJob)."""


class OpenAIFineTuningJobs:
    """Fine-tuning jobs of one account.

    Args:
        account: where they run.
        jobs: finds them.
        clock: waits between tries.
    """

    def __init__(self, account: OpenAIAccount, jobs: JobDocuments, clock: Clock) -> None:
        self._account = account
        self._jobs = jobs
        self._clock = clock

    def submit(self, spec: JobSpec) -> None:
        """Hands the job in; one with its name that is there is the same job, and none is made.

        Raises:
            UsageError: the recipe is of another method.
            CloudError: the service refused the job, or doesn't keep its name.
        """
        if self._jobs.find(spec.name) is not None:
            return
        body, url = _body(spec), self._account.url(PATH)

        def make() -> dict[str, Any]:
            made: dict[str, Any] = self._account.rest.create(url, body).body
            return made

        made = exactly_once(make, lambda: self._jobs.find(spec.name), self._clock)
        if name_of(made) != spec.name:
            raise CloudError(
                f"job {made['id']} runs, but the account keeps no metadata: it can't be found as {spec.name}",
                fix=f"tunestack runs watch {made['id']} shows it; tunestack runs cancel {made['id']} stops it.",
            )

    def get(self, name: str) -> Job | None:
        """Looks a job up by the run's name, or by the id that the service gave it."""
        found = self._jobs.find(name)
        return None if found is None else _job(found)

    def list(self) -> "list[Job]":
        """All fine-tuning jobs of the account, newest first."""
        return [_job(found) for found in self._jobs.all()]

    def cancel(self, name: str) -> None:
        """Asks for the job to be stopped."""
        self._account.rest.post(self._jobs.url(name, "/cancel"))

    def pause(self, name: str) -> None:
        """Asks for the job to be paused: it keeps a checkpoint, and costs nothing while it rests."""
        self._account.rest.post(self._jobs.url(name, "/pause"))

    def resume(self, name: str) -> None:
        """Lets a paused job go on from its checkpoint."""
        self._account.rest.post(self._jobs.url(name, "/resume"))


def state_of(job: Mapping[str, Any]) -> JobState:
    """The state of a job; one that the service has added since is `UNKNOWN`, so that watching goes on."""
    return _STATES.get(str(job.get("status")), JobState.UNKNOWN)


def moment(seconds: float | None) -> datetime | None:
    """A time as the service gives it, in seconds since 1970."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def _body(spec: JobSpec) -> dict[str, Any]:
    chosen = spec.tuning
    if not isinstance(chosen, OpenAITuning):
        raise UsageError(f"Azure OpenAI's fine-tuning can't do what the method {chosen.method} does")
    optional = {
        "validation_file": spec.validation_uri or None,
        "seed": chosen.seed,
        "suffix": chosen.suffix or spec.tuned_model,
    }
    return {
        "model": chosen.continue_from or _versioned(spec.model),
        "training_file": spec.train_uri,
        "trainingType": chosen.tier,
        "method": {"type": chosen.technique, chosen.technique: {"hyperparameters": _hyperparameters(chosen)}},
        "metadata": _metadata(spec),
        **{key: value for key, value in optional.items() if value is not None},
    }


def _versioned(model: str) -> str:
    """The service names base models with their version: `gpt-4o-2024-08-06`."""
    return f"{model}-{models().model(model).version}"


def _hyperparameters(chosen: OpenAITuning) -> dict[str, Any]:
    values: dict[str, Any] = {
        "n_epochs": chosen.epochs,
        "batch_size": chosen.batch_size,
        "learning_rate_multiplier": chosen.learning_rate_multiplier,
    }
    return {**values, "beta": chosen.beta} if chosen.technique == "dpo" else values


def _metadata(spec: JobSpec) -> dict[str, str]:
    own = {RUN: spec.name, RECIPE: spec.recipe_name, TUNED_MODEL: spec.tuned_model}
    pairs = [*own.items(), *((key, value) for key, value in spec.tags.items() if key not in own)]
    return {key[:_LONGEST_KEY]: value[:_LONGEST_VALUE] for key, value in pairs[:_MOST_PAIRS]}


def _job(job: Mapping[str, Any]) -> Job:
    tags = job.get("metadata") or {}
    return Job(
        name=name_of(dict(job)),
        state=state_of(job),
        times=JobTimes(submitted=moment(job.get("created_at")), ended=moment(job.get("finished_at"))),
        display_name=tags.get(RECIPE, ""),
        tuned_model=tags.get(TUNED_MODEL, ""),
        tags=tags,
    )
