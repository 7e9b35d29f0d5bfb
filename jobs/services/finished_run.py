"""A run that was made before, found again from its recipe: for the commands that go on from there."""

from dataclasses import dataclass

from jobs.domain.errors import CloudError
from jobs.domain.job import PreparedData
from jobs.domain.recipe import Recipe
from jobs.domain.run_states import JobState
from jobs.ports import Cloud
from jobs.services.prepare_data import LocalData, locate_data, read_data
from jobs.services.submit import find_job


@dataclass(frozen=True)
class FinishedRun:
    """A job that has succeeded, and the data it was made from."""

    job: str
    data: LocalData
    prepared: PreparedData


def find_finished_run(cloud: Cloud, recipe: Recipe, stack: str) -> FinishedRun:
    """Finds the job that this recipe, with this data, has made.

    Raises:
        DataError: the recipe's data can't be used.
        CloudError: there is no such job, or it hasn't ended.
    """
    data = read_data(recipe)
    prepared = locate_data(data, cloud.files)
    job = find_job(cloud.jobs, recipe, prepared)
    if job is None:
        raise CloudError(f"recipe {recipe.name} has no finished job with this data", fix="tunestack run makes one.")
    if job.state is not JobState.COMPLETED:
        watch = f"tunestack runs watch {job.name} --stack {stack}"
        raise CloudError(f"job {job.name} hasn't ended: it is {job.state.value}", fix=f"{watch} waits for it.")
    return FinishedRun(job.name, data, prepared)
