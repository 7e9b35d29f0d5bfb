"""All runs of a stack's method: what its jobs say of themselves, with what the ledger has noted of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from jobs.domain.deadlines import USUAL
from jobs.domain.job import Job
from jobs.domain.run_record import Attempt, RunRecord
from jobs.domain.run_states import JobState
from jobs.ports import Cloud
from jobs.services.ledger import Ledger
from jobs.services.watch import look, silence


@dataclass(frozen=True)
class Overview:
    """One job of a run, as a list shows it.

    Attributes:
        name: of the job.
        method: by which it is tuned.
        state: now; as last seen where the service doesn't have it any more.
        submitted: when it was handed in.
        recipe: its name.
        tuned_model: the name of what it makes.
        by: who handed it in; empty where nobody noted that.
        silent: says that it runs and shows nothing, since when; empty otherwise.
        deployments: endpoints that were made for the run's newest job.
        passed: the verdict on its model; none before there is one.
        gone: whether the service doesn't have it any more, or never had.
    """

    name: str
    method: str
    state: JobState
    submitted: datetime | None
    recipe: str
    tuned_model: str
    by: str = ""
    silent: str = ""
    deployments: tuple[str, ...] = ()
    passed: bool | None = None
    gone: bool = False


def overview(cloud: Cloud, method: str) -> list[Overview]:
    """Lists the jobs of one method, newest first; those from before the ledger too, and those that only it has."""
    records = Ledger(cloud.datastore).list()
    noted = {attempt.job: (record, attempt) for record in records for attempt in record.attempts}
    jobs = cloud.jobs.list()
    there = [_of_job(cloud, method, job, noted) for job in jobs]
    named = {job.name for job in jobs}
    gone = [_of_attempt(record, attempt) for record, attempt in noted.values() if attempt.job not in named]
    return sorted([*there, *gone], key=_submitted, reverse=True)


def _of_job(cloud: Cloud, method: str, job: Job, noted: Mapping[str, tuple[RunRecord, Attempt]]) -> Overview:
    record, attempt = noted.get(job.name, (None, None))
    return Overview(
        name=job.name,
        method=method,
        state=job.state,
        submitted=job.times.submitted or (attempt.handed_in if attempt else None),
        recipe=(job.tags or {}).get("recipe", "") or (str(record.recipe.get("name", "")) if record else ""),
        tuned_model=job.tuned_model,
        by=attempt.by if attempt else "",
        silent=_silent(cloud, job, record),
        deployments=_of_newest(record, attempt),
        passed=record.passed if record and attempt == record.newest else None,
    )


def _of_attempt(record: RunRecord, attempt: Attempt) -> Overview:
    return Overview(
        name=attempt.job,
        method=record.method,
        state=attempt.state,
        submitted=attempt.handed_in or attempt.claimed,
        recipe=str(record.recipe.get("name", "")),
        tuned_model=str(record.recipe.get("tuned_model", "")),
        by=attempt.by,
        deployments=_of_newest(record, attempt),
        passed=record.passed if attempt == record.newest else None,
        gone=True,
    )


def _of_newest(record: RunRecord | None, attempt: Attempt | None) -> tuple[str, ...]:
    return record.deployments if record is not None and attempt == record.newest else ()


def _silent(cloud: Cloud, job: Job, record: RunRecord | None) -> str:
    """Only running jobs are asked for their figures: each costs requests."""
    if job.state is not JobState.RUNNING:
        return ""
    return silence(look(cloud, job.name), record.deadlines if record else USUAL, cloud.clock.now())


def _submitted(run: Overview) -> str:
    return run.submitted.isoformat() if run.submitted else ""
