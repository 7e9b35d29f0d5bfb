"""The metrics of jobs, by name and step: read from the trainer's file or logged through MLflow, and told through it."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from local_azure.clock import Clock
from local_azure.json_types import Json
from local_azure.store import Store

_TABLE = "machinelearning_metrics"
# What a line says besides metrics: where it stands, and what is a parameter of the run rather than a series.
_NOT_METRICS = frozenset({"step", "max_steps", "elapsed_seconds"})


@dataclass(frozen=True)
class MetricsRead:
    """What reading on in a metrics file has brought: how far it was read, and the parameters that its lines tell."""

    offset: int
    parameters: dict[str, str]


class JobMetrics:
    """Metric values by job, name and step; a step that comes again (after a restart) replaces what it said before.

    Args:
        store: Where they are kept.
        clock: The time that values are written at.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def read(self, job_id: str, file: Path, offset: int) -> MetricsRead:
        """Takes in the lines that a metrics file has beyond ``offset`` bytes; a line without its end waits for it."""
        if not file.exists():
            return MetricsRead(offset, {})
        if file.stat().st_size < offset:
            offset = 0  # the trainer began a new file
        with file.open("rb") as source:
            source.seek(offset)
            complete, newline, _rest = source.read().rpartition(b"\n")
        parameters: dict[str, str] = {}
        for line in complete.splitlines():
            entry = json.loads(line)
            self._take(job_id, entry, self._clock.now())
            parameters |= {"max_steps": str(entry["max_steps"])} if entry.get("max_steps") else {}
        return MetricsRead(offset + len(complete) + len(newline), parameters)

    def log(self, job_id: str, name: str, value: object, step: int, moment: int) -> None:
        """Takes in one value.

        Args:
            job_id: The job's ARM id.
            name: The metric's name.
            value: A number, or ``NaN`` and infinities as MLflow writes them.
            step: Where it belongs; what the step said before is replaced.
            moment: Milliseconds since 1970.
        """
        document = {"key": name, "value": value, "step": step, "timestamp": moment}
        self._store.put(_TABLE, f"{job_id.lower()}|{name}|{step:010}", document)

    def history(self, job_id: str, name: str) -> list[Json]:
        """Returns the values of one metric in the order of their steps, each as MLflow writes it."""
        return self._store.list(_TABLE, f"{job_id.lower()}|{name}|")

    def latest(self, job_id: str) -> list[Json]:
        """Returns the last value of each metric, as MLflow writes it."""
        last = {entry["key"]: entry for entry in self._store.list(_TABLE, f"{job_id.lower()}|")}
        return list(last.values())

    def delete(self, job_id: str) -> None:
        """Forgets the metrics of a job."""
        for key, _entry in self._store.items(_TABLE, f"{job_id.lower()}|"):
            self._store.delete(_TABLE, key)

    def _take(self, job_id: str, entry: Json, moment: datetime) -> None:
        step = int(entry.get("step", 0))
        for name, value in entry.items():
            if name in _NOT_METRICS or isinstance(value, bool) or not isinstance(value, int | float):
                continue
            self.log(job_id, name, value, step, int(moment.timestamp() * 1000))
