"""Fine-tuning jobs handed in once: the same recipe with the same data finds its job again."""

from collections.abc import Iterator, Mapping
from itertools import count

from jobs.domain.job import Job, JobSpec, PreparedData, job_name
from jobs.domain.recipe import Recipe
from jobs.domain.run_states import JobState
from jobs.ports import FineTuningJobs

_IN_VAIN = {JobState.FAILED, JobState.CANCELED, JobState.CANCEL_REQUESTED}


def find_job(jobs: FineTuningJobs, recipe: Recipe, data: PreparedData) -> Job | None:
    """The newest job of this recipe, data and hyperparameters that runs or has succeeded."""
    return next((job for job in reversed(list(_attempts(jobs, recipe, data))) if job.state not in _IN_VAIN), None)


def submit(
    jobs: FineTuningJobs, recipe: Recipe, data: PreparedData, *, tags: Mapping[str, str], again: bool = False
) -> tuple[str, bool]:
    """Hands a job in, unless it is there.

    Args:
        jobs: of the workspace.
        recipe: what to tune.
        data: on what.
        tags: for the job: who pays, until when.
        again: hand another in even though one runs or has succeeded.

    Returns:
        The job's name, and whether it is new.
    """
    found = None if again else find_job(jobs, recipe, data)
    if found is not None:
        return found.name, False
    attempt = 1 + len(list(_attempts(jobs, recipe, data)))
    spec = JobSpec(
        name=job_name(recipe, data, attempt),
        recipe_name=recipe.name,
        model=recipe.model,
        tuned_model=recipe.tuned_model,
        train_uri=data.train_uri,
        validation_uri=data.validation_uri,
        tuning=recipe.tuning,
        tags={**tags, "recipe": recipe.name, "data-sha256": data.sha256},
    )
    jobs.submit(spec)
    return spec.name, True


def _attempts(jobs: FineTuningJobs, recipe: Recipe, data: PreparedData) -> Iterator[Job]:
    """All jobs handed in so far, oldest first; their names are numbered, so the first gap is the end."""
    for attempt in count(1):
        job = jobs.get(job_name(recipe, data, attempt))
        if job is None:
            return
        yield job
