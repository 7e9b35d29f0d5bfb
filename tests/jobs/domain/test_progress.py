"""How far a job is."""

from datetime import UTC, datetime, timedelta

from jobs.domain.deadlines import USUAL, ran_too_long
from jobs.domain.progress import JobTimes, MetricPoint, Progress, progress
from jobs.domain.run_states import JobState

NOON = datetime(2026, 10, 7, 12, tzinfo=UTC)


def point(step: int, seconds: float, value: float = 1.0) -> MetricPoint:
    return MetricPoint(step, NOON + timedelta(seconds=seconds), value)


def test_queue_time_is_apart_from_run_time() -> None:
    times = JobTimes(NOON, NOON + timedelta(minutes=5), NOON + timedelta(minutes=7))
    assert times.queued(NOON) == timedelta(minutes=5)
    assert times.ran(NOON) == timedelta(minutes=2)


def test_a_job_that_still_waits_has_queued_until_now_and_not_run() -> None:
    times = JobTimes(NOON)
    now = NOON + timedelta(minutes=3)
    assert (times.queued(now), times.ran(now)) == (timedelta(minutes=3), timedelta())


def test_while_a_job_rests_it_does_not_run_and_a_weekend_of_it_costs_no_deadline() -> None:
    began, weekend = NOON + timedelta(minutes=5), timedelta(hours=80)
    resting = JobTimes(NOON, began, paused=timedelta(hours=1), paused_since=began + timedelta(hours=3))
    assert resting.ran(NOON + weekend) == timedelta(hours=2)
    going_on = Progress(JobState.RUNNING, JobTimes(NOON, began, paused=weekend))
    assert not ran_too_long(going_on, USUAL, began + weekend + timedelta(hours=72))
    assert ran_too_long(going_on, USUAL, began + weekend + timedelta(hours=73))


def test_time_left_follows_from_the_pace_of_steps() -> None:
    seen = progress(JobState.RUNNING, JobTimes(NOON), {"max_steps": "60"}, {"loss": [point(10, 20), point(20, 40)]})
    assert seen.remaining(NOON + timedelta(seconds=40)) == timedelta(seconds=80)
    assert seen.remaining(NOON + timedelta(seconds=50)) == timedelta(seconds=70)


def test_time_left_is_unknown_before_there_is_a_pace() -> None:
    seen = progress(JobState.RUNNING, JobTimes(NOON), {"max_steps": "60"}, {"eval_loss": [point(0, 0)]})
    assert seen.remaining(NOON) is None


def test_time_left_never_is_negative() -> None:
    seen = progress(JobState.RUNNING, JobTimes(NOON), {"max_steps": "60"}, {"loss": [point(10, 20), point(60, 120)]})
    assert seen.remaining(NOON + timedelta(hours=1)) == timedelta()


def test_steps_are_unknown_until_the_trainer_has_told_them() -> None:
    seen = progress(JobState.RUNNING, JobTimes(NOON), {}, {})
    assert (seen.step, seen.maximum_steps) == (0, None)


def test_a_state_that_azure_has_added_since_does_not_end_the_watch() -> None:
    assert JobState.of("Hibernating") is JobState.UNKNOWN
    assert not JobState.of("Hibernating").is_final
