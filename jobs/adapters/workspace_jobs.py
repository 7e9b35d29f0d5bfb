"""What jobs of all kinds in an Azure ML workspace have in common: how Azure tells of them, and that none is paused."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from jobs.domain.errors import UsageError
from jobs.domain.job import Job
from jobs.domain.progress import JobTimes
from jobs.domain.run_states import JobState


def job_of(body: Mapping[str, Any], tuned_model: str) -> Job:
    """A job as Azure tells of it.

    Args:
        body: of the job's GET.
        tuned_model: the name its model is registered under.
    """
    properties = body["properties"]
    created = (body.get("systemData") or {}).get("createdAt")
    return Job(
        name=str(body["name"]),
        state=JobState.of(properties.get("status")),
        times=JobTimes(submitted=datetime.fromisoformat(created) if created else None),
        display_name=properties.get("displayName") or "",
        tuned_model=tuned_model,
        tags=properties.get("tags") or {},
    )


def newest_first(jobs: Iterable[Job]) -> list[Job]:
    """Jobs by the time of their submission."""
    return sorted(jobs, key=lambda job: job.times.submitted.timestamp() if job.times.submitted else 0, reverse=True)


def no_pausing(name: str, instead: str) -> UsageError:
    """The refusal to pause a job, or to let it go on: Azure ML has no such thing.

    Args:
        name: of the job.
        instead: what can be done.
    """
    return UsageError(f"job {name} can't be paused or resumed: only Azure OpenAI's jobs can", fix=instead)
