"""A fine-tuning job: what is asked for, under which name, and what came of it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from jobs.domain.progress import JobTimes
from jobs.domain.recipe import Recipe, Tuning
from jobs.domain.run_states import JobState


@dataclass(frozen=True)
class PreparedData:
    """Training data where the job can read it.

    Attributes:
        train_uri: the training rows as a job names them: an `azureml://` path, or the id of a file.
        validation_uri: the validation rows, likewise.
        sha256: names both files together.
        train_rows: how many.
        validation_rows: how many.
        train_path: under which path the files that jobs read have the training rows.
        validation_path: the validation rows, likewise.
    """

    train_uri: str
    validation_uri: str
    sha256: str
    train_rows: int
    validation_rows: int
    train_path: str = ""
    validation_path: str = ""


@dataclass(frozen=True)
class JobSpec:
    """A fine-tuning job to submit.

    Attributes:
        checkpoints: names what attempts that go on from each other have in common; the job's name where empty.
    """

    name: str
    recipe_name: str
    model: str
    tuned_model: str
    train_uri: str
    validation_uri: str
    tuning: Tuning
    tags: Mapping[str, str]
    checkpoints: str = ""


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
class Checkpoint:
    """A state of the weights on the way, kept by the service and deployable as a model of its own.

    Attributes:
        step: of training.
        model: as a deployment names it.
        validation_loss: on all validation rows; none where the service didn't measure it.
    """

    step: int
    model: str
    train_loss: float | None = None
    validation_loss: float | None = None


@dataclass(frozen=True)
class ModelVersion:
    """A tuned model.

    Attributes:
        serving_id: as an endpoint of its method names it.
        job: that made it; empty where nobody kept that.
    """

    name: str
    version: str
    serving_id: str
    job: str = ""


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
        "tuning": recipe.tuning.model_dump(),
    }
    digest = hashlib.sha256(json.dumps(meaning, sort_keys=True).encode()).hexdigest()[:12]
    return f"{recipe.name}-{digest}" + (f"-{attempt}" if attempt > 1 else "")
