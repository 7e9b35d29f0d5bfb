"""A job that was running when a snapshot was saved goes on from its checkpoint after each restore."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from local_azure.snapshots.restore import restore
from local_azure.snapshots.snapshots import save
from tests.local_azure.machinelearning.fine_tuning import details, reach, submit
from tests.local_azure.machinelearning.running import RunningAzure, make_project


def test_a_running_job_goes_on_after_each_restore(start: Callable[[], RunningAzure]) -> None:
    with start() as azure:
        make_project(azure)
        submit(azure, "interrupted", test="wait once")
        azure.poll(lambda: details(azure, "interrupted"), lambda run: run["parameters"].get("max_steps") == "2")
    save(azure.directory, "first", now=datetime(2026, 10, 7, tzinfo=UTC))
    for _ in range(2):
        restore(azure.directory, "first")
        with start() as azure:
            assert reach(azure, "interrupted", "Completed")["status"] == "Completed"
            assert beginnings(azure.directory) == 2


def beginnings(directory: Path) -> int:
    """Returns how often the trainer of the one job began."""
    summary = json.loads((next((directory / "jobs").iterdir()) / "output" / "summary.json").read_text())
    return int(summary["beginnings"])
