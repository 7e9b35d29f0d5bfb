"""The run history: how a job stands, where its log can be read, what came out of it, and its tags."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from local_azure.clock import timestamp
from local_azure.errors import AzureError
from local_azure.json_types import Json
from local_azure.machinelearning.data_plane import (
    READ_RUNS,
    WORKSPACE_PATH,
    WRITE_RUNS,
    authorized_workspace,
    json_object,
    require_own_run,
)
from local_azure.machinelearning.jobs.files import JobFiles
from local_azure.machinelearning.jobs.output_places import output_asset_id, output_places
from local_azure.machinelearning.jobs.records import JobRecord, JobRecords
from local_azure.platform import Platform
from local_azure.resources import Resource

# What a run shares with its job, by the run's names (azure-ai-ml 1.35.2, models.CreateRun; "hidden" is isArchived).
_OF_THE_JOB = {"displayName": "displayName", "description": "description", "hidden": "isArchived"}


class RunHistory:
    """The routes ``/history/v1.0``.

    Args:
        platform: The local Azure.
        records: Its jobs.
    """

    def __init__(self, platform: Platform, records: JobRecords) -> None:
        self._platform = platform
        self._records = records

    def routes(self) -> Sequence[BaseRoute]:
        """Returns the routes."""
        base = f"/history/v1.0{WORKSPACE_PATH}"
        return [
            Route(f"{base}/runs/{{run}}", self.run, methods=["GET"]),
            Route(f"{base}/runs/{{run}}/details", self.details, methods=["GET"]),
            Route(f"{base}/rundata", self.run_data, methods=["POST"]),
            Route(f"{base}/experiments/{{experiment}}/runs/{{run}}", self.change, methods=["PATCH"]),
        ]

    async def run(self, request: Request) -> Response:
        """Answers a run."""
        workspace = authorized_workspace(self._platform, request, READ_RUNS)
        return JSONResponse(self._run(self._record(request, workspace, request.path_params["run"])))

    async def details(self, request: Request) -> Response:
        """Answers a run with links to its log."""
        workspace = authorized_workspace(self._platform, request, READ_RUNS)
        record = self._record(request, workspace, request.path_params["run"])
        return JSONResponse({**self._run(record), "logFiles": await self._log_files(record)})

    async def run_data(self, request: Request) -> Response:
        """Answers a run with what its outputs are."""
        workspace = authorized_workspace(self._platform, request, READ_RUNS)
        record = self._record(request, workspace, str((await json_object(request)).get("runId", "")))
        return JSONResponse({"runMetadata": {**self._run(record), "outputs": _outputs(workspace, record)}})

    async def change(self, request: Request) -> Response:
        """Writes a run's name and description, whether it is hidden, and what is added to its tags and properties."""
        workspace = authorized_workspace(self._platform, request, WRITE_RUNS)
        record = self._record(request, workspace, request.path_params["run"])
        sent = await json_object(request)
        self._change_job(record, sent)
        tags = {key: str(value) for key, value in _object(sent, "tags").items()}
        return JSONResponse(self._run(self._records.update(record.id, tags={**record.tags, **tags})))

    def _change_job(self, record: JobRecord, sent: Json) -> None:
        job = self._platform.resources.get(record.id)
        changes = {ours: sent[theirs] for theirs, ours in _OF_THE_JOB.items() if sent.get(theirs) is not None}
        added = {key: str(value) for key, value in _object(sent, "properties").items()}
        if job is None or not (changes or added):
            return
        properties = {**job.properties, **changes}
        properties["properties"] = {**(properties.get("properties") or {}), **added}
        body = {**job.body, "properties": properties}
        self._platform.resources.put(replace(job, body=body, changed_at=self._platform.clock.now()))

    def _record(self, request: Request, workspace: Resource, name: str) -> JobRecord:
        require_own_run(request, f"{workspace.id}/jobs/{name}")
        record = self._records.get(f"{workspace.id}/jobs/{name}")
        if record is None:
            raise AzureError(404, "UserError", f"Run {name} was not found.", target="RunId")
        return record

    def _run(self, record: JobRecord) -> Json:
        job = self._platform.resources.get(record.id)
        properties = job.properties if job else record.details
        return {
            "runNumber": record.run_number,
            "rootRunId": record.name,
            "runId": record.name,
            "experimentId": record.details.get("experimentName", "Default"),
            "status": record.status,
            "createdTimeUtc": _moment(record.created_at),
            "startTimeUtc": _moment(record.started_at),
            "endTimeUtc": _moment(record.ended_at),
            "computeDuration": _duration(record),
            "error": {"error": {**record.error, "details": []}} if record.error else None,
            "warnings": [],
            "tags": record.tags,
            "properties": properties.get("properties") or {},
            "parameters": record.parameters,
            "runType": "commandjob" if record.is_command else "azureml.finetuning",
            "name": properties.get("displayName", record.name),
            "displayName": properties.get("displayName", record.name),
            "description": properties.get("description"),
            "hidden": bool(properties.get("isArchived")),
        }

    async def _log_files(self, record: JobRecord) -> dict[str, str]:
        files = JobFiles(self._platform, record.id)
        return {name: files.signed_url(name) for name in await files.logs()}


def _object(sent: Json, member: str) -> Json:
    found = sent.get(member) or {}
    if not isinstance(found, dict):
        raise AzureError(400, "UserError", f"'{member}' isn't a JSON object.", target=member)
    return found


def _outputs(workspace: Resource, record: JobRecord) -> Json:
    # The true type of models, such as mlflow_model, makes azure-ai-ml 1.35.2 fail on jobs.download.
    asked = record.details.get("outputs") or {}
    return {
        name: {
            "assetId": output_asset_id(workspace, record, name),
            "type": "uri_file" if (asked.get(name) or {}).get("jobOutputType") == "uri_file" else "uri_folder",
        }
        for name in output_places(record)
    }


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else timestamp(moment)


def _duration(record: JobRecord) -> str | None:
    if record.started_at is None or record.ended_at is None:
        return None
    return str(timedelta(seconds=(record.ended_at - record.started_at).total_seconds()))
