"""What events tell of a job's rests."""

from datetime import UTC, datetime, timedelta
from typing import Any

from jobs.adapters.openai.pauses import pauses

STEP = {"step": 5, "train_loss": 1.0}


def events(*told: tuple[int, str] | tuple[int, dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"created_at": at, "message": said if isinstance(said, str) else "Step 5: training loss=1", "data": data}
        for at, said in told
        for data in [None if isinstance(said, str) else said]
    ]


def test_a_job_that_was_never_paused_has_not_rested() -> None:
    assert pauses(events((10, "Job started."), (20, STEP)), resting=False) == (timedelta(), None)


def test_rests_are_added_up_until_the_service_says_that_it_goes_on() -> None:
    said = events((10, "Job started."), (20, "Job paused."), (50, "Job resumed."), (60, STEP), (70, "Job paused."))
    assert pauses(said, resting=True) == (timedelta(seconds=30), datetime.fromtimestamp(70, UTC))
    over = [*said, *events((100, "Training started."), (110, "Job succeeded."))]
    assert pauses(over, resting=False) == (timedelta(seconds=60), None)


def test_figures_that_come_late_end_no_rest() -> None:
    said = events((20, "Job paused."), (21, STEP), (500, "Job resumed."))
    assert pauses(said[:2], resting=True) == (timedelta(), datetime.fromtimestamp(20, UTC))
    assert pauses(said, resting=False) == (timedelta(seconds=480), None)


def test_a_service_that_does_not_say_that_it_goes_on_shows_it_by_its_figures() -> None:
    assert pauses(events((20, "Job paused."), (90, STEP)), resting=False) == (timedelta(seconds=70), None)
    assert pauses(events((20, "Job paused.")), resting=False) == (timedelta(), None)
