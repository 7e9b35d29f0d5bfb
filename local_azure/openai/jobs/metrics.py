"""A job's metrics by step in OpenAI's names: read from the trainer's file as it grows, kept, written as a table."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from local_azure.json_types import Json
from local_azure.openai.jobs.records import JobRecord
from local_azure.platform import Platform

_TABLE = "openai-metrics"
# The columns of results.csv (azure-ai-docs fine-tuning, 2025-03, and azureml-assets, 2026-07).
COLUMNS: Final = (
    "step",
    "train_loss",
    "train_mean_token_accuracy",
    "valid_loss",
    "validation_mean_token_accuracy",
    "full_valid_loss",
    "full_valid_mean_token_accuracy",
)
# What the trainer writes -> what it is called here. It measures on all validation rows at once: the batch of
# valid_loss is the whole file, and both pairs of columns have the same numbers.
_NAMES: Mapping[str, tuple[str, ...]] = {
    "loss": ("train_loss",),
    "mean_token_accuracy": ("train_mean_token_accuracy",),
    "eval_loss": ("valid_loss", "full_valid_loss"),
    "eval_mean_token_accuracy": ("validation_mean_token_accuracy", "full_valid_mean_token_accuracy"),
}


class JobMetrics:
    """The metrics of all jobs.

    Args:
        platform: The local Azure.
    """

    def __init__(self, platform: Platform) -> None:
        self._store = platform.store

    def read(self, job: JobRecord, file: Path) -> Iterator[tuple[int, Json]]:
        """Takes in the lines beyond ``job.metrics_offset``; yields where the file was read to, and each line's numbers.

        The numbers come with ``step`` and ``total_steps``.
        """
        if not file.exists():
            return
        with file.open("rb") as source:
            source.seek(job.metrics_offset)
            complete, newline, _rest = source.read().rpartition(b"\n")
        offset = job.metrics_offset
        for line in (complete + newline).splitlines(keepends=True):
            offset += len(line)
            entry = json.loads(line)
            numbers = {new: entry[old] for old, names in _NAMES.items() if old in entry for new in names}
            step = int(entry.get("step", 0))
            if numbers:
                key = f"{job.id}|{step:08}"
                self._store.put(_TABLE, key, {**(self._store.get(_TABLE, key) or {}), "step": step, **numbers})
            yield offset, {"step": step, "total_steps": int(entry.get("max_steps") or 0), **numbers}

    def rows(self, job: JobRecord) -> list[Json]:
        """Returns a job's metrics, one row a step, in order."""
        return [row for row in self._store.list(_TABLE, f"{job.id}|") if row["step"] > 0]

    def at(self, job: JobRecord, step: int) -> Json:
        """Returns the metrics of one step."""
        return self._store.get(_TABLE, f"{job.id}|{step:08}") or {"step": step}

    def table(self, job: JobRecord) -> str:
        """Returns the metrics as results.csv has them."""
        lines = [",".join(str(row.get(column, "")) for column in COLUMNS) for row in self.rows(job)]
        return "".join(f"{line}\n" for line in [",".join(COLUMNS), *lines])

    def delete(self, job: JobRecord) -> None:
        """Forgets what is kept of a job here."""
        for key, _entry in self._store.items(_TABLE, f"{job.id}|"):
            self._store.delete(_TABLE, key)
