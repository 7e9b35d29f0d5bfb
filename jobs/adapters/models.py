"""Registered models of a workspace, and the ids by which endpoints serve models."""

from jobs.adapters.workspace import API_VERSION, Workspace
from jobs.domain.job import ModelVersion

REGISTRY_MODELS = "azureml://registries/azureml/models"
"""Microsoft's models; they need no marketplace subscription."""


class WorkspaceModels:
    """Models of one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def made_by(self, job: str, name: str) -> ModelVersion | None:
        """The version that a job registered, found by the job's name that Azure keeps with it."""
        reply = self._workspace.rest.find(self._workspace.url(f"/models/{name}/versions"), api_version=API_VERSION)
        for item in reply.body["value"] if reply else []:
            if item["properties"].get("jobName") == job:
                version = str(item["name"])
                location, guid = self._workspace.stack.location, self._workspace.guid
                serving_id = f"azureml://locations/{location}/workspaces/{guid}/models/{name}/versions/{version}"
                return ModelVersion(name, version, serving_id)
        return None

    def base(self, name: str) -> str:
        """The id of a model of Azure's registry, without a version: serverless endpoints serve the current one."""
        return f"{REGISTRY_MODELS}/{name}"
