"""The numbers of a job by step, from its events, its results file and its checkpoints, under the names used here."""

import csv
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

NAMES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"loss": ("train_loss",), "eval_loss": ("full_valid_loss", "valid_loss")}
)
"""What is called so here, by its columns in order of worth: `valid_loss` is of one batch, `full_valid_loss` of all
validation rows (azure-ai-docs, fine-tuning results file, 2025-03; checkpoints in azure-rest-api-specs, OpenAI.v1)."""

_NOT_MEASURED = -1.0
"""What the results file has where nothing was measured (azureml-assets, 2026-07)."""


def rows_of_events(events: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The numbers that events carry, with `at`: when, in seconds since 1970; step 0 is before the first."""
    return [{**event["data"], "at": event["created_at"]} for event in events if "step" in (event.get("data") or {})]


def rows_of_table(text: str, at: float) -> list[dict[str, Any]]:
    """The rows of `results.csv`, all told at the job's end."""
    return [{**row, "at": at} for row in csv.DictReader(text.splitlines())]


def rows_of_checkpoints(checkpoints: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The numbers that checkpoints carry."""
    return [{**(one.get("metrics") or {}), "step": one["step_number"], "at": one["created_at"]} for one in checkpoints]


def series(key: str, rows: Iterable[Mapping[str, Any]]) -> list[tuple[int, float, float]]:
    """One metric: step, when, and value; of several rows of a step the first that has it counts.

    Args:
        key: its name here.
        rows: of all sources, the best first.
    """
    rows = list(rows)
    for column in NAMES.get(key, (key,)):
        found: dict[int, tuple[float, float]] = {}
        for row in rows:
            value = number(row.get(column))
            if value is not None:
                found.setdefault(int(float(row["step"])), (float(row["at"]), value))
        if found:
            return [(step, at, value) for step, (at, value) in sorted(found.items())]
    return []


def number(value: object) -> float | None:
    """A measured number; none where there is none."""
    try:
        found = float(str(value))
    except ValueError:
        return None
    return None if found == _NOT_MEASURED or found != found else found
