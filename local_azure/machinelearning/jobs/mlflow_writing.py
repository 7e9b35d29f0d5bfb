"""MLflow's REST for writing to runs: metrics, parameters and tags, and the experiment that a run belongs to."""

import math
import re
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

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
from local_azure.machinelearning.jobs.metrics import JobMetrics
from local_azure.machinelearning.jobs.mlflow_errors import in_mlflow_errors
from local_azure.machinelearning.jobs.records import JobRecord, JobRecords
from local_azure.platform import Platform

_NAME = re.compile(r"^[\w./: -]{1,250}$")  # MLflow's validation of names (MLflow 2, 2026-10)
_NOT_FINITE = frozenset({"NaN", "Infinity", "-Infinity"})


class MlflowWriting:
    """The routes by which a running job logs; with its own token a job writes to itself alone.

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
        writes = {
            "runs/log-metric": self.log_metric,
            "runs/log-parameter": self.log_parameter,
            "runs/log-batch": self.log_batch,
            "runs/set-tag": self.set_tag,
            "runs/update": self.update,
        }
        reads = {"experiments/get": self.experiment, "experiments/get-by-name": self.experiment}
        return [
            *(Route(f"{base}/{path}", in_mlflow_errors(each), methods=["POST"]) for path, each in writes.items()),
            *(Route(f"{base}/{path}", in_mlflow_errors(each), methods=["GET"]) for path, each in reads.items()),
        ]

    async def log_metric(self, request: Request) -> Response:
        """Takes in one value of a metric."""
        record, body = await self._asked(request)
        self._log(record, [body])
        return JSONResponse({})

    async def log_parameter(self, request: Request) -> Response:
        """Takes in one parameter."""
        record, body = await self._asked(request)
        self._set(record, params=[body])
        return JSONResponse({})

    async def log_batch(self, request: Request) -> Response:
        """Takes in metrics, parameters and tags."""
        record, body = await self._asked(request)
        self._log(record, body.get("metrics") or [])
        self._set(record, params=body.get("params") or [], tags=body.get("tags") or [])
        return JSONResponse({})

    async def set_tag(self, request: Request) -> Response:
        """Takes in one tag."""
        record, body = await self._asked(request)
        self._set(record, tags=[body])
        return JSONResponse({})

    async def update(self, request: Request) -> Response:
        """Answers the run; how it stands is for the service to say, not for the program."""
        record, _ = await self._asked(request)
        return JSONResponse({"run_info": {"run_id": record.name, "run_uuid": record.name, "status": "RUNNING"}})

    async def experiment(self, request: Request) -> Response:
        """Answers an experiment, by its id or name, which are the same here."""
        authorized_workspace(self._platform, request, READ_RUNS)
        query = request.query_params
        name = query.get("experiment_id") or query.get("experiment_name") or ""
        return JSONResponse({"experiment": {"experiment_id": name, "name": name, "lifecycle_stage": "active"}})

    async def _asked(self, request: Request) -> tuple[JobRecord, Json]:
        workspace = authorized_workspace(self._platform, request, WRITE_RUNS)
        body = await json_object(request, code="INVALID_PARAMETER_VALUE", with_nan=True)
        name = str(body.get("run_id") or body.get("run_uuid") or "")
        record = self._records.get(f"{workspace.id}/jobs/{name}")
        if record is None:
            raise AzureError(404, "RESOURCE_DOES_NOT_EXIST", f"Run '{name}' not found.")
        require_own_run(request, record.id)
        return record, body

    def _log(self, record: JobRecord, metrics: Sequence[Json]) -> None:
        now = int(self._platform.clock.now().timestamp() * 1000)
        found = [(_name(each), _number(each.get("value")), _whole(each, "step", 0), each) for each in metrics]
        for name, value, step, each in found:
            self._metrics.log(record.id, name, value, step, _whole(each, "timestamp", now))

    def _set(self, record: JobRecord, *, params: Sequence[Json] = (), tags: Sequence[Json] = ()) -> None:
        named = {_name(each): str(each.get("value", "")) for each in params}
        labels = {_name(each): str(each.get("value", "")) for each in tags}
        for name, value in named.items():
            if record.parameters.get(name, value) != value:
                raise _invalid(f"parameter '{name}' is {record.parameters[name]!r} and can't become {value!r}")
        self._records.update(record.id, parameters={**record.parameters, **named}, tags={**record.tags, **labels})


def _name(entry: Json) -> str:
    name = str(entry.get("key", ""))
    if not _NAME.match(name):
        raise _invalid(f"the name {name!r} has characters other than letters, digits and _-./: or is too long")
    return name


def _number(value: object) -> float | str:
    if isinstance(value, str) and value in _NOT_FINITE:
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _invalid(f"the value {value!r} isn't a number")
    if math.isfinite(value):
        return value
    return "NaN" if math.isnan(value) else ("Infinity" if value > 0 else "-Infinity")


def _whole(entry: Json, member: str, otherwise: int) -> int:
    try:
        return int(entry.get(member) or otherwise)
    except (TypeError, ValueError) as error:
        raise _invalid(f"the {member} {entry[member]!r} isn't a whole number") from error


def _invalid(why: str) -> AzureError:
    return AzureError(400, "INVALID_PARAMETER_VALUE", f"Invalid request: {why}.")
