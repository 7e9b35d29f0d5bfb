"""What a job reports, over Azure ML's run history and MLflow's REST interface."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from jobs.adapters.azure_hosts import require_azure_host
from jobs.adapters.rest import AzureRest
from jobs.adapters.workspace import Workspace
from jobs.domain.job import RunDetails
from jobs.domain.progress import JobTimes, MetricPoint
from jobs.domain.run_states import JobState

_TAIL_BYTES = 64 * 1024


class RunHistory:
    """Runs of one workspace.

    Args:
        workspace: whose runs they are.
        rest: requests with tokens for Azure Resource Manager, which the run history takes too.
    """

    def __init__(self, workspace: Workspace, rest: AzureRest) -> None:
        self._workspace = workspace
        self._rest = rest

    def details(self, name: str) -> RunDetails:
        """State, times and error; a run that the history doesn't have yet is one that hasn't started."""
        body = self._details(name)
        if body is None:
            return RunDetails(JobState.NOT_STARTED, JobTimes())
        times = JobTimes(started=_time(body.get("startTimeUtc")), ended=_time(body.get("endTimeUtc")))
        return RunDetails(JobState.of(body.get("status")), times, _error(body.get("error")))

    def parameters(self, name: str) -> Mapping[str, str]:
        """What the trainer logged once, e.g. `max_steps`."""
        reply = self._rest.find(self._mlflow("runs/get"), run_id=name)
        data = reply.body["run"].get("data", {}) if reply else {}
        return {str(item["key"]): str(item["value"]) for item in data.get("params", [])}

    def metrics(self, name: str, keys: Sequence[str]) -> Mapping[str, Sequence[MetricPoint]]:
        """What the trainer logged again and again, by step."""
        return {key: self._history(name, key) for key in keys}

    def log_tail(self, name: str, lines: int) -> list[str]:
        """The last lines of the job's own log (`user_logs/std_log.txt`)."""
        from azure.storage.blob import BlobClient

        logs = (self._details(name) or {}).get("logFiles") or {}
        url = next((url for log, url in sorted(logs.items()) if "std_log" in log), None)
        if url is None:
            return []
        require_azure_host(url)
        blob = BlobClient.from_blob_url(url)
        size = int(blob.get_blob_properties().size)
        content = blob.download_blob(offset=max(0, size - _TAIL_BYTES)).readall() if size else b""
        return bytes(content).decode(errors="replace").splitlines()[-lines:]

    def _details(self, name: str) -> dict[str, Any] | None:
        reply = self._rest.find(f"{self._workspace.data_plane}/history/v1.0{self._workspace.path}/runs/{name}/details")
        return None if reply is None else reply.body

    def _history(self, name: str, key: str) -> list[MetricPoint]:
        reply = self._rest.find(self._mlflow("metrics/get-history"), run_id=name, metric_key=key)
        values = reply.body.get("metrics", []) if reply else []
        points = [
            MetricPoint(
                int(value.get("step", 0)), datetime.fromtimestamp(int(value["timestamp"]) / 1000, UTC), value["value"]
            )
            for value in values
        ]
        return sorted(points, key=lambda point: (point.step, point.at))

    def _mlflow(self, call: str) -> str:
        return f"{self._workspace.data_plane}/mlflow/v1.0{self._workspace.path}/api/2.0/mlflow/{call}"


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _error(error: Any) -> str:  # noqa: ANN401 -- JSON
    """Azure ML nests the message one or two levels deep."""
    while isinstance(error, dict) and isinstance(error.get("error"), dict):
        error = error["error"]
    return str(error.get("message") or error.get("code") or "") if isinstance(error, dict) else str(error or "")
