"""Fine-tuning jobs handed in once, whoever asks from wherever: the same recipe with the same data finds its job."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import count, takewhile

from jobs.domain.deadlines import Deadlines
from jobs.domain.errors import TunestackError
from jobs.domain.job import Job, JobSpec, PreparedData, job_name
from jobs.domain.recipe import Recipe
from jobs.domain.run_record import Attempt, RunRecord
from jobs.domain.run_states import JobState
from jobs.ports import Cloud, FineTuningJobs
from jobs.services.ledger import Ledger

CLAIM = timedelta(minutes=1)
"""How long another machine's word that it hands a job in counts: handing in takes seconds (own choice, 2026-11)."""

Tell = Callable[[str], None]

_PAUSE_SECONDS = 3.0
_IN_VAIN = {JobState.FAILED, JobState.CANCELED, JobState.CANCEL_REQUESTED}


@dataclass(frozen=True)
class Origin:
    """Where a run comes from.

    Attributes:
        stack: as a user names it.
        by: who hands it in: object id in Entra.
        code_version: of this program.
        tags: for the job: who pays, until when.
    """

    stack: str
    by: str = ""
    code_version: str = ""
    tags: Mapping[str, str] | None = None


def find_job(jobs: FineTuningJobs, recipe: Recipe, data: PreparedData) -> Job | None:
    """The newest job of this recipe, data and hyperparameters that runs or has succeeded."""
    return next((job for job in reversed(list(_attempts(jobs, recipe, data))) if job.state not in _IN_VAIN), None)


def submit(
    cloud: Cloud, recipe: Recipe, data: PreparedData, origin: Origin, tell: Tell, *, again: bool = False
) -> tuple[str, bool]:
    """Hands a job in, unless it is there; of several machines that ask at the same time, one does.

    Args:
        cloud: where it runs.
        recipe: what to tune.
        data: on what.
        origin: of the run; noted in the ledger.
        tell: is told where another machine is waited for.
        again: hand another in even though one runs or has succeeded.

    Returns:
        The job's name, and whether it is new.

    Raises:
        TunestackError: the service refused the job; nothing of it is noted then.
    """
    ledger, run = Ledger(cloud.datastore), job_name(recipe, data, 1)
    known = {job.name for job in _attempts(cloud.jobs, recipe, data)}
    while True:
        found = find_job(cloud.jobs, recipe, data)
        if found is not None and not (again and found.name in known):
            ledger.claim(run, partial(_with_deadlines, recipe=recipe, data=data, origin=origin, job=found))
            return found.name, False
        attempts = list(_attempts(cloud.jobs, recipe, data))
        name = job_name(recipe, data, 1 + len(attempts))
        claimed = ledger.claim(
            run,
            partial(_with_claim, recipe=recipe, data=data, origin=origin, job=name, now=cloud.clock.now()),
        )
        if claimed is not None:
            spec = _spec(name, recipe, data, origin)
            _hand_in(cloud, ledger, spec if again else replace(spec, checkpoints=_gone_on_from(attempts)))
            return name, True
        tell(f"{name}: another machine is handing it in, or was stopped doing so; waiting {CLAIM.seconds} s at most")
        cloud.clock.sleep(_PAUSE_SECONDS)


def _hand_in(cloud: Cloud, ledger: Ledger, spec: JobSpec) -> None:
    try:
        cloud.jobs.submit(spec)
    except TunestackError:
        ledger.note(spec.name, lambda record: record.without(spec.name))
        raise
    now = cloud.clock.now()

    def handed_in(record: RunRecord) -> RunRecord:
        attempt = record.attempt(spec.name)
        return record if attempt is None else record.with_attempt(replace(attempt, handed_in=now, seen=now))

    ledger.note(spec.name, handed_in)


def _with_claim(
    record: RunRecord | None, *, recipe: Recipe, data: PreparedData, origin: Origin, job: str, now: datetime
) -> RunRecord | None:
    """The record with this machine's word that it hands the job in; none while another machine's is to be believed."""
    record = record or _record(recipe, data, origin)
    there = record.attempt(job)
    if there is not None and there.handed_in is None and now - there.claimed < CLAIM:
        return None
    changed = replace(
        record,
        stack=origin.stack,
        code_version=origin.code_version,
        deadlines=Deadlines.of(recipe.monitoring),
    )
    return changed.with_attempt(Attempt(job, now, origin.by))


def _with_deadlines(
    record: RunRecord | None, *, recipe: Recipe, data: PreparedData, origin: Origin, job: Job
) -> RunRecord | None:
    """The record of a job that is there, with the recipe's deadlines as they are now; none where nothing changes."""
    changed = replace(record or _record(recipe, data, origin), deadlines=Deadlines.of(recipe.monitoring))
    if changed.attempt(job.name) is None and job.times.submitted is not None:
        changed = changed.with_attempt(Attempt(job.name, job.times.submitted, "", job.times.submitted))
    return None if changed == record else changed


def _record(recipe: Recipe, data: PreparedData, origin: Origin) -> RunRecord:
    document = recipe.model_dump(mode="json")
    return RunRecord(
        run=job_name(recipe, data, 1),
        recipe=document,
        recipe_sha256=hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest(),
        data_sha256=data.sha256,
        data={"train": data.train_path, "validation": data.validation_path},
        method=recipe.method,
        stack=origin.stack,
        code_version=origin.code_version,
    )


def _spec(name: str, recipe: Recipe, data: PreparedData, origin: Origin) -> JobSpec:
    return JobSpec(
        name=name,
        recipe_name=recipe.name,
        model=recipe.model,
        tuned_model=recipe.tuned_model,
        train_uri=data.train_uri,
        validation_uri=data.validation_uri,
        tuning=recipe.tuning,
        tags={**(origin.tags or {}), "recipe": recipe.name, "data-sha256": data.sha256},
    )


def _gone_on_from(attempts: Sequence[Job]) -> str:
    """The first of the attempts in vain since the last that wasn't: whose checkpoints a new one goes on from."""
    in_vain = list(takewhile(lambda job: job.state in _IN_VAIN, reversed(attempts)))
    return in_vain[-1].name if in_vain else ""


def _attempts(jobs: FineTuningJobs, recipe: Recipe, data: PreparedData) -> Iterator[Job]:
    """All jobs handed in so far, oldest first; their names are numbered, so the first gap is the end."""
    for attempt in count(1):
        job = jobs.get(job_name(recipe, data, attempt))
        if job is None:
            return
        yield job
