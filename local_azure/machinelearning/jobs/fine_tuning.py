"""A fine-tuning job's request, checked as Azure checks it before the job exists."""

from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from local_azure.errors import bad_request, not_supported
from local_azure.json_types import Json
from local_azure.machinelearning.asset_uris import RegistryModel, model_reference
from local_azure.machinelearning.jobs.checked import Member, checked

# Azure's own sample (azureml-examples); the ranges below are the Foundry portal's for serverless tuning, both 2026-10.
_DEFAULTS = {"num_train_epochs": "1", "per_device_train_batch_size": "1", "learning_rate": "0.00002"}


class _Input(Member):
    uri: str = Field(min_length=1)


class _Output(Member):
    asset_name: str | None = None


class _Details(Member):
    model_provider: Literal["Custom"]
    task_type: Literal["chatCompletion", "ChatCompletion"]
    model: _Input
    training_data: _Input
    validation_data: _Input | None = None
    hyper_parameters: dict[str, str] = Field(default_factory=dict)


class _Job(Member):
    fine_tuning_details: _Details
    outputs: dict[str, _Output] = Field(default_factory=dict)


class _Hyperparameters(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    num_train_epochs: int = Field(ge=1, le=10)
    per_device_train_batch_size: int = Field(ge=1, le=32)
    learning_rate: float = Field(gt=0, lt=1)


@dataclass(frozen=True)
class FineTuning:
    """What a fine-tuning job is to do.

    Attributes:
        model: The base model, of a registry.
        training_data: URI of the training rows.
        validation_data: URI of the validation rows; None has the service split some off.
        epochs: How often it goes through the training rows.
        batch_size: Rows a step.
        learning_rate: The highest learning rate.
        registered_name: The name that the tuned model is registered under; None when no output asks for that.
    """

    model: RegistryModel
    training_data: str
    validation_data: str | None
    epochs: int
    batch_size: int
    learning_rate: float
    registered_name: str | None


def parse_fine_tuning(properties: Json) -> FineTuning:
    """Returns what a job's ``properties`` ask for.

    Raises:
        AzureError: 400 naming the member, what was sent and what is allowed; 501 for job types that aren't here.
    """
    if properties.get("jobType") != "FineTuning":
        kind = properties.get("jobType")
        raise not_supported(f"jobs of type '{kind}'", "It runs jobs of type 'FineTuning' and 'Command'.")
    _require_custom(properties)
    job = checked(_Job, properties, "properties")
    details = job.fine_tuning_details
    numbers = checked(_Hyperparameters, {**_DEFAULTS, **details.hyper_parameters}, "hyperParameters")
    model = model_reference(details.model.uri)
    if not isinstance(model, RegistryModel):
        raise bad_request(
            f"Fine-tuning starts from a model of a registry, not from '{details.model.uri}'.", code="UserError"
        )
    return FineTuning(
        model=model,
        training_data=details.training_data.uri,
        validation_data=details.validation_data.uri if details.validation_data else None,
        epochs=numbers.num_train_epochs,
        batch_size=numbers.per_device_train_batch_size,
        learning_rate=numbers.learning_rate,
        registered_name=next((output.asset_name for output in job.outputs.values() if output.asset_name), None),
    )


def _require_custom(properties: Json) -> None:
    details = properties.get("fineTuningDetails")
    # Azure ML hands such jobs on to an Azure OpenAI account that the workspace is connected with.
    if isinstance(details, dict) and details.get("modelProvider") == "AzureOpenAI":
        raise not_supported(
            "fine-tuning jobs of Azure ML with the modelProvider 'AzureOpenAI'",
            "Tune the model at the Azure OpenAI account itself: POST /openai/fine_tuning/jobs.",
        )
