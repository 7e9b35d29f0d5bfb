"""A metrics file that grows: whole lines only, from where reading stopped, and again when the trainer began anew."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from local_azure.machinelearning.jobs.metrics import JobMetrics
from local_azure.store import Store

NOW = datetime(2026, 10, 7, 12, tzinfo=UTC)


class StandingClock:
    """A clock that always shows the same time."""

    def now(self) -> datetime:
        return NOW

    async def sleep(self, seconds: float) -> None:
        raise AssertionError(f"nobody waits {seconds} s here")


@pytest.fixture
def metrics(tmp_path: Path) -> JobMetrics:
    return JobMetrics(Store(tmp_path / "state.sqlite"), StandingClock())


def steps(metrics: JobMetrics, name: str = "loss") -> list[tuple[int, float]]:
    return [(value["step"], value["value"]) for value in metrics.history("job", name)]


def test_a_line_that_is_still_being_written_waits_for_its_end(metrics: JobMetrics, tmp_path: Path) -> None:
    file = tmp_path / "metrics.jsonl"
    file.write_text('{"step": 1, "loss": 4.0}\n{"step": 2, "lo')
    first = metrics.read("job", file, 0)
    assert steps(metrics) == [(1, 4.0)]
    with file.open("a") as growing:
        growing.write('ss": 3.0}\n')
    metrics.read("job", file, first.offset)
    assert steps(metrics) == [(1, 4.0), (2, 3.0)]


def test_a_step_that_comes_again_replaces_what_it_said(metrics: JobMetrics, tmp_path: Path) -> None:
    file = tmp_path / "metrics.jsonl"
    file.write_text('{"step": 9, "loss": 4.0}\n{"step": 10, "loss": 3.0}\n{"step": 9, "loss": 2.0}\n')
    metrics.read("job", file, 0)
    assert steps(metrics) == [(9, 2.0), (10, 3.0)]


def test_a_shorter_file_is_read_from_its_beginning(metrics: JobMetrics, tmp_path: Path) -> None:
    file = tmp_path / "metrics.jsonl"
    file.write_text('{"step": 1, "loss": 4.0}\n')
    assert metrics.read("job", file, 1000).offset == len(file.read_text())
    assert steps(metrics) == [(1, 4.0)]


def test_the_length_of_the_run_is_a_parameter_and_words_are_no_metrics(metrics: JobMetrics, tmp_path: Path) -> None:
    file = tmp_path / "metrics.jsonl"
    file.write_text('{"step": 1, "max_steps": 60, "loss": 4.0, "device": "cpu", "elapsed_seconds": 1.5}\n')
    assert metrics.read("job", file, 0).parameters == {"max_steps": "60"}
    assert [value["key"] for value in metrics.latest("job")] == ["loss"]
    assert metrics.latest("job")[0]["timestamp"] == int(NOW.timestamp() * 1000)


def test_a_file_that_is_not_there_yet_brings_nothing(metrics: JobMetrics, tmp_path: Path) -> None:
    assert metrics.read("job", tmp_path / "none", 0).offset == 0
