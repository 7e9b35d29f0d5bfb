"""Fine-tuning jobs: submitted through azure-ai-ml, looked up and cancelled through Azure Resource Manager."""

import logging
from collections.abc import Mapping
from typing import Any

from azure.core.credentials import TokenCredential

from jobs.adapters.registry import as_ours, newest_model
from jobs.adapters.workspace import API_VERSION, Workspace
from jobs.adapters.workspace_jobs import job_of, newest_first, no_pausing
from jobs.domain.errors import UsageError
from jobs.domain.job import Job, JobSpec
from jobs.domain.recipe import ServerlessTuning

OUTPUT = "registered_model"

_CANCEL = "tunestack runs cancel {name} stops it."
_AGAIN = "Running the recipe again finds it, or hands in another."


class AzureFineTuningJobs:
    """FineTuning jobs of one workspace.

    Args:
        workspace: where they run.
        credential: needs Azure AI Developer.
    """

    def __init__(self, workspace: Workspace, credential: TokenCredential) -> None:
        self._workspace = workspace
        self._credential = credential

    def submit(self, spec: JobSpec) -> None:
        """Hands the job in; its name makes a second submission of the same job harmless.

        Raises:
            UsageError: Azure's registry has no such model.
            CloudError: the service refused the job.
        """
        from azure.core.exceptions import HttpResponseError

        client = self._client()
        # It calls fine-tuning experimental, three times at every use; users can't do anything about it.
        logging.getLogger("azure.ai.ml._utils._experimental").setLevel(logging.ERROR)
        try:
            client.jobs.create_or_update(_entity(spec, newest_model(self._credential, spec.model).id))
        except HttpResponseError as error:
            raise as_ours(error, f"/jobs/{spec.name}") from error

    def get(self, name: str) -> Job | None:
        """Looks a job up by its name."""
        reply = self._workspace.rest.find(self._workspace.url(f"/jobs/{name}"), api_version=API_VERSION)
        return None if reply is None else _job(reply.body)

    def list(self) -> "list[Job]":
        """All fine-tuning jobs, newest first."""
        query = {"api_version": API_VERSION, "listViewType": "ActiveOnly", "jobType": "FineTuning"}
        found = self._workspace.rest.pages(self._workspace.url("/jobs"), **query)
        jobs = [_job(item) for item in found if item["properties"].get("jobType") == "FineTuning"]
        return newest_first(jobs)

    def cancel(self, name: str) -> None:
        """Asks for the job to be stopped; Azure takes a moment to do it."""
        self._workspace.rest.post(self._workspace.url(f"/jobs/{name}/cancel"), api_version=API_VERSION)

    def pause(self, name: str) -> None:
        """Refuses: Azure ML's jobs can't be paused.

        Raises:
            UsageError: always.
        """
        raise no_pausing(name, _CANCEL.format(name=name))

    def resume(self, name: str) -> None:
        """Refuses: Azure ML's jobs can't be paused, so none can go on.

        Raises:
            UsageError: always.
        """
        raise no_pausing(name, _AGAIN)

    def _client(self) -> Any:  # noqa: ANN401 -- azure-ai-ml is imported here alone, it takes seconds
        from azure.ai.ml import MLClient

        stack = self._workspace.stack
        return MLClient(self._credential, stack.subscription_id, stack.resource_group_name, stack.workspace_name)


def _entity(spec: JobSpec, model_id: str) -> Any:  # noqa: ANN401 -- as above
    """Built directly: azure-ai-ml 1.35's own helper for it fails where there is no validation data."""
    from azure.ai.ml import Input, Output
    from azure.ai.ml.entities import CustomModelFineTuningJob

    return CustomModelFineTuningJob(
        name=spec.name,
        display_name=spec.recipe_name,
        experiment_name=spec.recipe_name,
        task="chatCompletion",
        model=Input(type="mlflow_model", path=model_id),
        training_data=Input(type="uri_file", path=spec.train_uri),
        validation_data=Input(type="uri_file", path=spec.validation_uri),
        hyperparameters=_hyperparameters(spec),
        outputs={OUTPUT: Output(type="mlflow_model", name=spec.tuned_model)},
        tags=dict(spec.tags),
    )


def _hyperparameters(spec: JobSpec) -> dict[str, str]:
    """The keys that the service takes, all as text (Azure's fine-tuning notebook, 2026-07)."""
    chosen = spec.tuning
    if not isinstance(chosen, ServerlessTuning):
        raise UsageError(f"serverless fine-tuning can't do what the method {chosen.method} does")
    return {
        "num_train_epochs": str(chosen.epochs),
        "learning_rate": f"{chosen.learning_rate:.10f}".rstrip("0"),
        "per_device_train_batch_size": str(chosen.batch_size),
    }


def _job(body: Mapping[str, Any]) -> Job:
    output = (body["properties"].get("outputs") or {}).get(OUTPUT) or {}
    return job_of(body, tuned_model=output.get("assetName") or "")
