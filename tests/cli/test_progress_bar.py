"""A job's progress, on a terminal and off it."""

import io
from datetime import UTC, datetime, timedelta

from rich.console import Console

from cli.progress_bar import ProgressBar, details
from jobs.domain.progress import JobTimes, MetricPoint, Progress
from jobs.domain.run_states import JobState

NOON = datetime(2026, 10, 7, 12, tzinfo=UTC)


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def running(step: int) -> Progress:
    losses = tuple(MetricPoint(at, after(70 + at), 4.0 - at / 10) for at in range(1, step + 1))
    return Progress(JobState.RUNNING, JobTimes(NOON, after(70)), step, 60, losses, (MetricPoint(0, after(70), 4.1),))


QUEUED = Progress(JobState.QUEUED, JobTimes(NOON))


def test_a_queued_job_shows_how_long_it_has_waited() -> None:
    assert details(QUEUED, after(65)) == "queued 1:05"


def test_a_running_job_shows_queue_time_apart_from_run_time_step_losses_and_time_left() -> None:
    assert details(running(20), after(90)) == (
        "queued 1:10, running 0:20, step 20 of 60, loss 2.000, validation loss 4.100, about 0:40 left"
    )


def test_hours_are_shown_as_hours() -> None:
    assert details(QUEUED, after(3 * 3600 + 62)) == "queued 3:01:02"


def test_off_a_terminal_a_line_is_written_when_the_state_changes_and_now_and_then() -> None:
    written = io.StringIO()
    with ProgressBar(Console(file=written, force_terminal=False)) as bar:
        for second in range(0, 120, 2):
            bar.show(QUEUED, after(second))
        for second in range(120, 150, 2):
            bar.show(running(1), after(second))
    states = [line.split(":")[0] for line in written.getvalue().splitlines()]
    assert states == ["Queued", "Queued", "Running", "Running"]


def test_on_a_terminal_there_is_a_bar_with_step_and_time_left() -> None:
    written = io.StringIO()
    with ProgressBar(Console(file=written, force_terminal=True, width=160)) as bar:
        bar.show(running(20), after(90))
    shown = written.getvalue()
    assert "Running" in shown
    assert "33%" in shown
    assert "about 0:40 left" in shown
