"""Models that command jobs made: their output registered once, found again by the job."""

from collections.abc import Mapping, Sequence
from typing import Any

from jobs.adapters.command.job_body import OUTPUT
from jobs.adapters.models import REGISTRY_MODELS
from jobs.adapters.workspace import API_VERSION, Workspace
from jobs.domain.job import Checkpoint, ModelVersion
from jobs.domain.run_states import JobState


class CommandModels:
    """Models of one workspace; online deployments name them by their ARM ids."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def made_by(self, job: str, name: str) -> ModelVersion | None:
        """The version that has a job's output, registered now where the job has succeeded and nobody has done it."""
        found = self._of_job(job, name)
        return found if found or not self._has_succeeded(job) else self._register(job, name)

    def checkpoints(self, job: str) -> "list[Checkpoint]":
        """None: the script itself takes the best of its checkpoints as its result, and says so in its summary."""
        return []

    def list(self) -> "list[ModelVersion]":
        """All versions of all models of the workspace."""
        models = self._workspace.rest.pages(self._workspace.url("/models"), api_version=API_VERSION)
        return [version for model in models for version in self._versions(str(model["name"]))]

    def delete(self, model: ModelVersion) -> None:
        """Deletes a version of a model; deployments that serve it have to go first."""
        self._workspace.rest.delete(self._url(model.name, model.version), api_version=API_VERSION)

    def base(self, name: str) -> str:
        """The id of a model of Azure's registry, without a version: a tuned model carries its own base."""
        return f"{REGISTRY_MODELS}/{name}"

    def _has_succeeded(self, job: str) -> bool:
        reply = self._workspace.rest.find(self._workspace.url(f"/jobs/{job}"), api_version=API_VERSION)
        return reply is not None and JobState.of(reply.body["properties"].get("status")) is JobState.COMPLETED

    def _register(self, job: str, name: str) -> ModelVersion | None:
        container = self._workspace.rest.find(self._workspace.url(f"/models/{name}"), api_version=API_VERSION)
        version = str(container.body["properties"].get("nextVersion") or 1) if container else "1"
        properties = {
            "modelType": "custom_model",
            "modelUri": f"azureml://jobs/{job}/outputs/{OUTPUT}",
            "jobName": job,
            "tags": {**self._workspace.stack.tags, "job": job},
        }
        self._workspace.rest.put(self._url(name, version), {"properties": properties}, api_version=API_VERSION)
        return self._of_job(job, name)

    def _of_job(self, job: str, name: str) -> ModelVersion | None:
        return next((version for version in self._versions(name) if version.job == job), None)

    def _versions(self, name: str) -> Sequence[ModelVersion]:
        found = self._workspace.rest.pages(self._workspace.url(f"/models/{name}/versions"), api_version=API_VERSION)
        return [self._version(name, item) for item in found]

    def _version(self, name: str, item: Mapping[str, Any]) -> ModelVersion:
        version, properties = str(item["name"]), item["properties"]
        job = (properties.get("tags") or {}).get("job") or properties.get("jobName") or ""
        return ModelVersion(name, version, f"{self._workspace.path}/models/{name}/versions/{version}", str(job))

    def _url(self, name: str, version: str) -> str:
        return self._workspace.url(f"/models/{name}/versions/{version}")
