"""A fine-tuning job: what is asked for, under which name, and what came of it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from jobs.domain.progress import JobTimes
from jobs.domain.recipe import Hyperparameters, Recipe
from jobs.domain.run_states import JobState


@dataclass(frozen=True)
class PreparedData:
    """Training data where the job can read it.

    Attributes:
        train_uri: `azureml://` path of the training rows.
        validation_uri: of the validation rows.
        sha256: names both files together.
        train_rows: how many.
        validation_rows: how many.
    """

    train_uri: str
    validation_uri: str
    sha256: str
    train_rows: int
    validation_rows: int


@dataclass(frozen=True)
class JobSpec:
    """A fine-tuning job to submit."""

    name: str
    recipe_name: str
    model: str
    tuned_model: str
    train_uri: str
    validation_uri: str
    hyperparameters: Hyperparameters
    tags: Mapping[str, str]


@dataclass(frozen=True)
class Job:
    """A job as it is in the cloud.

    Attributes:
        tuned_model: the name its model is registered under.
        tags: as given on submission.
    """

    name: str
    state: JobState
    times: JobTimes
    display_name: str = ""
    tuned_model: str = ""
    tags: Mapping[str, str] | None = None


@dataclass(frozen=True)
class RunDetails:
    """What Azure ML's run history says of a job: its state, its times and why it failed, if it did."""

    state: JobState
    times: JobTimes
    error: str = ""


@dataclass(frozen=True)
class ModelVersion:
    """A registered model.

    Attributes:
        serving_id: as a serverless endpoint names it.
    """

    name: str
    version: str
    serving_id: str


def job_name(recipe: Recipe, data: PreparedData, attempt: int) -> str:
    """The name of a recipe's job: the same for the same model, data and hyperparameters, so that it is found again.

    Args:
        recipe: what is asked for.
        data: what it is trained on.
        attempt: 1, or more where earlier attempts failed or another was asked for.
    """
    meaning = {
        "model": recipe.model,
        "tuned_model": recipe.tuned_model,
        "data": data.sha256,
        "hyperparameters": recipe.hyperparameters.model_dump(),
    }
    digest = hashlib.sha256(json.dumps(meaning, sort_keys=True).encode()).hexdigest()[:12]
    return f"{recipe.name}-{digest}" + (f"-{attempt}" if attempt > 1 else "")
