"""MLflow's REST for reading runs: a run with its latest metrics, the history of one metric, and a workspace's runs."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from local_azure.errors import AzureError
from local_azure.json_types import Json
from local_azure.machinelearning.data_plane import (
    READ_RUNS,
    WORKSPACE_PATH,
    authorized_workspace,
    is_open,
    json_object,
    require_own_run,
)
from local_azure.machinelearning.jobs import records as states
from local_azure.machinelearning.jobs.metrics import JobMetrics
from local_azure.machinelearning.jobs.mlflow_errors import in_mlflow_errors
from local_azure.machinelearning.jobs.records import JobRecord, JobRecords
from local_azure.platform import Platform
from local_azure.resources import Resource

_STATUS = {states.RUNNING: "RUNNING", states.FINALIZING: "RUNNING", states.CANCEL_REQUESTED: "RUNNING"}
_STATUS |= {states.COMPLETED: "FINISHED", states.FAILED: "FAILED", states.CANCELED: "KILLED"}
_DIGITS = 9
_PAGE = 25_000  # MLflow's own largest page (MLflow 2 REST reference, 2026-10)


class Mlflow:
    """The routes ``/mlflow/v1.0`` (and v2.0, which Azure offers alike).

    Args:
        platform: The local Azure.
        records: Its jobs.
        metrics: Their metrics.
    """

    def __init__(self, platform: Platform, records: JobRecords, metrics: JobMetrics) -> None:
        self._platform = platform
        self._records = records
        self._metrics = metrics

    def routes(self) -> Sequence[BaseRoute]:
        """Returns the routes."""
        base = f"/mlflow/{{version}}{WORKSPACE_PATH}/api/2.0/mlflow"
        return [
            Route(f"{base}/runs/get", in_mlflow_errors(self.run), methods=["GET"]),
            Route(f"{base}/metrics/get-history", in_mlflow_errors(self.history), methods=["GET"]),
            Route(f"{base}/runs/search", in_mlflow_errors(self.search), methods=["POST"]),
        ]

    async def run(self, request: Request) -> Response:
        """Answers a run."""
        record = self._record(request, authorized_workspace(self._platform, request, READ_RUNS))
        return JSONResponse({"run": self._run(record)})

    async def history(self, request: Request) -> Response:
        """Answers all values of one metric of a run, the first step first."""
        record = self._record(request, authorized_workspace(self._platform, request, READ_RUNS))
        values = self._metrics.history(record.id, request.query_params.get("metric_key", ""))
        first = _count("page_token", request.query_params.get("page_token") or 0)
        size = min(_count("max_results", request.query_params.get("max_results") or _PAGE), _PAGE)
        page: Json = {"metrics": [{**value, "run_id": record.name} for value in values[first : first + size]]}
        if first + size < len(values):
            page["next_page_token"] = str(first + size)
        return JSONResponse(page)

    async def search(self, request: Request) -> Response:
        """Answers the workspace's runs, the newest first; conditions other than the experiments are refused."""
        workspace = authorized_workspace(self._platform, request, READ_RUNS)
        body = await json_object(request, code="INVALID_PARAMETER_VALUE")
        if body.get("filter"):
            raise AzureError(400, "INVALID_PARAMETER_VALUE", "runs/search takes no 'filter' here; leave it out.")
        wanted = set(map(str, body.get("experiment_ids") or []))
        prefix = f"{workspace.id}/jobs/".lower()
        runs = [
            self._run(record)
            for record in reversed(self._records.all())
            if record.id.lower().startswith(prefix)
            and (not wanted or _experiment(record) in wanted)
            and is_open(request, record.id)
        ]
        return JSONResponse({"runs": runs[: _count("max_results", body.get("max_results") or 1000)]})

    def _record(self, request: Request, workspace: Resource) -> JobRecord:
        name = request.query_params.get("run_id") or request.query_params.get("run_uuid") or ""
        require_own_run(request, f"{workspace.id}/jobs/{name}")
        record = self._records.get(f"{workspace.id}/jobs/{name}")
        if record is None:
            raise AzureError(404, "RESOURCE_DOES_NOT_EXIST", f"Run '{name}' not found.")
        return record

    def _run(self, record: JobRecord) -> Json:
        info = {
            "run_id": record.name,
            "run_uuid": record.name,
            "run_name": record.details.get("displayName", record.name),
            "experiment_id": _experiment(record),
            "status": _STATUS.get(record.status, "SCHEDULED"),
            "start_time": int((record.started_at or record.created_at).timestamp() * 1000),
            "lifecycle_stage": "active",
        }
        if record.ended_at is not None:
            info["end_time"] = int(record.ended_at.timestamp() * 1000)
        data = {
            "metrics": self._metrics.latest(record.id),
            "params": [{"key": key, "value": value} for key, value in record.parameters.items()],
            "tags": [{"key": key, "value": value} for key, value in record.tags.items()],
        }
        return {"info": info, "data": data, "inputs": {}}


def _experiment(record: JobRecord) -> str:
    return str(record.details.get("experimentName", "Default"))


def _count(name: str, said: object) -> int:
    text = str(said)
    if not text.isdecimal() or len(text) > _DIGITS:
        raise AzureError(400, "INVALID_PARAMETER_VALUE", f"'{name}' isn't a number of things.")
    return int(text)
