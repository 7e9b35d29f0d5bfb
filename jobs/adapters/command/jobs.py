"""Command jobs that run our training script, through Azure Resource Manager."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jobs.adapters.blob_datastore import BlobDatastore
from jobs.adapters.command.code_assets import CodeAssets
from jobs.adapters.command.environment import environment_id
from jobs.adapters.command.job_body import JobAssets, command_tuning, job_body
from jobs.adapters.registry import RegistryModel
from jobs.adapters.workspace import API_VERSION, Workspace
from jobs.adapters.workspace_jobs import job_of, newest_first, no_pausing
from jobs.domain.job import Job, JobSpec
from jobs.domain.nodes import nodes_for

SCRIPT = Path(__file__).resolve().parents[2] / "training"
CODE = "tunestack-training"
CHECKPOINTS = "tunestack/checkpoints"
MODEL_TAG = "tuned-model"

_AGAIN = "Running the recipe again hands in a new attempt, which goes on from the last checkpoint."
_CANCEL = "tunestack runs cancel {name} stops it; running the recipe again then goes on from its last checkpoint."


class CommandJobs:
    """Command jobs of one workspace that are ours: those that carry a recipe's name.

    Args:
        workspace: where they run.
        datastore: where script and checkpoints go.
        base: a base model in Azure's registry, by its name.
    """

    def __init__(self, workspace: Workspace, datastore: BlobDatastore, base: Callable[[str], RegistryModel]) -> None:
        self._workspace = workspace
        self._datastore = datastore
        self._code = CodeAssets(workspace, datastore)
        self._base = base

    def submit(self, spec: JobSpec) -> None:
        """Hands the job in with its script and environment; its name makes a second submission of it harmless.

        Raises:
            QuotaError: it asks for more nodes than the cluster has; nothing was uploaded.
            UsageError: it can't run so; likewise.
            CloudError: the service refused the job.
        """
        stack = self._workspace.stack
        nodes_for(command_tuning(spec), stack)
        assets = JobAssets(
            code=self._code.register(CODE, SCRIPT),
            environment=environment_id(self._workspace),
            model=self._base(spec.model),
            checkpoints=self._datastore.uri(f"{CHECKPOINTS}/{spec.checkpoints or spec.name}"),
        )
        body = job_body(spec, stack, assets)
        body["properties"]["tags"] |= {"recipe": spec.recipe_name, MODEL_TAG: spec.tuned_model}
        self._workspace.rest.put(self._url(spec.name), body, api_version=API_VERSION)

    def get(self, name: str) -> Job | None:
        """Looks a job up by its name."""
        reply = self._workspace.rest.find(self._url(name), api_version=API_VERSION)
        return None if reply is None else _job(reply.body)

    def list(self) -> "list[Job]":
        """All jobs that a recipe has handed in, newest first."""
        query = {"api_version": API_VERSION, "listViewType": "ActiveOnly", "jobType": "Command"}
        found = self._workspace.rest.pages(self._workspace.url("/jobs"), **query)
        jobs = [_job(item) for item in found if item["properties"].get("jobType") == "Command"]
        ours = [job for job in jobs if "recipe" in (job.tags or {})]
        return newest_first(ours)

    def cancel(self, name: str) -> None:
        """Asks for the job to be stopped; its last checkpoint stays."""
        self._workspace.rest.post(f"{self._url(name)}/cancel", api_version=API_VERSION)

    def pause(self, name: str) -> None:
        """Refuses: Azure ML's jobs can't be paused.

        Raises:
            UsageError: always.
        """
        raise no_pausing(name, _CANCEL.format(name=name))

    def resume(self, name: str) -> None:
        """Refuses likewise; a new attempt goes on from the checkpoints.

        Raises:
            UsageError: always.
        """
        raise no_pausing(name, _AGAIN)

    def _url(self, name: str) -> str:
        return self._workspace.url(f"/jobs/{name}")


def _job(body: Mapping[str, Any]) -> Job:
    return job_of(body, tuned_model=str((body["properties"].get("tags") or {}).get(MODEL_TAG) or ""))
