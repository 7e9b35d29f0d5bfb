"""Registered models of a workspace, and the ids by which endpoints serve models."""

from collections.abc import Mapping, Sequence
from typing import Any

from jobs.adapters.workspace import API_VERSION, Workspace
from jobs.domain.job import Checkpoint, ModelVersion

REGISTRY_MODELS = "azureml://registries/azureml/models"
"""Microsoft's models; they need no marketplace subscription."""


class WorkspaceModels:
    """Models of one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def made_by(self, job: str, name: str) -> ModelVersion | None:
        """The version that a job registered, found by the job's name that Azure keeps with it."""
        return next((version for version in self._versions(name) if version.job == job), None)

    def checkpoints(self, job: str) -> "list[Checkpoint]":
        """None: serverless jobs register the model they end with, and nothing on the way."""
        return []

    def list(self) -> "list[ModelVersion]":
        """All versions of all models of the workspace."""
        models = self._workspace.rest.pages(self._workspace.url("/models"), api_version=API_VERSION)
        return [version for model in models for version in self._versions(str(model["name"]))]

    def delete(self, model: ModelVersion) -> None:
        """Deletes a version of a model; endpoints that serve it have to go first."""
        url = self._workspace.url(f"/models/{model.name}/versions/{model.version}")
        self._workspace.rest.delete(url, api_version=API_VERSION)

    def base(self, name: str) -> str:
        """The id of a model of Azure's registry, without a version: serverless endpoints serve the current one."""
        return f"{REGISTRY_MODELS}/{name}"

    def _versions(self, name: str) -> Sequence[ModelVersion]:
        found = self._workspace.rest.pages(self._workspace.url(f"/models/{name}/versions"), api_version=API_VERSION)
        return [self._version(name, item) for item in found]

    def _version(self, name: str, item: Mapping[str, Any]) -> ModelVersion:
        version = str(item["name"])
        location, guid = self._workspace.stack.location, self._workspace.guid
        serving_id = f"azureml://locations/{location}/workspaces/{guid}/models/{name}/versions/{version}"
        return ModelVersion(name, version, serving_id, str(item["properties"].get("jobName") or ""))
