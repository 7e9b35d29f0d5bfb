"""Watching a job."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from jobs.domain.errors import CloudError, InterruptedRunError, PermissionDeniedError, QuotaError
from jobs.domain.job import PreparedData
from jobs.domain.progress import Progress
from jobs.domain.run_states import JobState
from jobs.services.ledger import Ledger
from jobs.services.submit import Origin, submit
from jobs.services.watch import deadlines_of, look, silence, watch
from tests.jobs.cloud_in_memory import NOON, MemoryCloud
from tests.jobs.requests import shipped_recipe

DATA = PreparedData("train", "validation", "0" * 64, 240, 32)


def start(cloud: MemoryCloud, *settings: str) -> str:
    return submit(cloud, shipped_recipe(*settings), DATA, Origin("phi3-test"), list[str]().append)[0]


def ignore(_progress: Progress, _now: datetime) -> None:
    """Listens to nothing."""


def test_the_watcher_sees_queueing_running_and_the_end() -> None:
    cloud, seen = MemoryCloud(), list[Progress]()
    watch(cloud, start(cloud), "phi3-test", lambda progress, _now: seen.append(progress))
    states = [progress.state.value for progress in seen]
    assert list(dict.fromkeys(states)) == ["Queued", "Running", "Completed"]
    assert [progress.step for progress in seen] == sorted(progress.step for progress in seen)
    assert seen[-1].step == 10


def test_a_job_that_waits_long_is_asked_about_less_and_less_often() -> None:
    cloud, looks = MemoryCloud(), list[float]()
    cloud.jobs.queue_seconds = 3 * 3600
    watch(cloud, start(cloud), "phi3-test", lambda _progress, now: looks.append((now - NOON).total_seconds()))
    assert looks[1] - looks[0] == 2.0
    assert max(after - before for before, after in pairwise(looks)) == pytest.approx(15)


def test_a_job_that_is_not_there_is_named() -> None:
    with pytest.raises(CloudError, match="there is no job nowhere"):
        look(MemoryCloud(), "nowhere")


def test_a_cloud_that_is_gone_while_watching_does_not_hide_that_the_job_may_go_on() -> None:
    cloud = MemoryCloud()
    name = start(cloud)

    def cut(_name: str) -> None:
        raise CloudError("eastus2.api.azureml.ms can't be reached")

    cloud.runs.details = cut  # type: ignore[method-assign,assignment]
    with pytest.raises(
        CloudError, match=f"job {name} can't be watched any more, it may go on: .* can't be reached"
    ) as gone:
        watch(cloud, name, "phi3-test", lambda _progress, _now: None)
    assert f"tunestack runs watch {name}" in gone.value.fix


def test_a_job_that_waits_longer_than_it_may_is_cancelled_for_want_of_capacity() -> None:
    cloud = MemoryCloud()
    cloud.jobs.queue_seconds = 90 * 3600
    name = start(cloud, "monitoring.queue_hours=2")
    with pytest.raises(QuotaError, match=f"job {name} waited 2.0 h for a machine") as late:
        watch(cloud, name, "phi3-test", ignore)
    assert late.value.exit_code == 5
    assert cloud.jobs.cancelled == [name]
    assert cloud.clock.elapsed == pytest.approx(2 * 3600, abs=20)


def test_a_job_that_runs_longer_than_it_may_is_cancelled_and_its_last_step_is_told() -> None:
    cloud = MemoryCloud()
    cloud.jobs.queue_seconds, cloud.jobs.run_seconds = 3600, 10 * 3600
    name = start(cloud, "monitoring.run_hours=5.5")
    with pytest.raises(CloudError, match=r"ran for more than 5\.5 h: it was asked to stop, at step 5") as late:
        watch(cloud, name, "phi3-test", ignore)
    assert late.value.exit_code == 1
    assert cloud.jobs.cancelled == [name]


def lose_machine(cloud: MemoryCloud, *, after_hours: float, for_hours: float) -> None:
    """Lets the jobs wait again, after so many hours and for so many."""
    ordinary = cloud.jobs.state

    def state(job: str) -> JobState:
        lost = after_hours <= cloud.clock.elapsed / 3600 < after_hours + for_hours
        return JobState.QUEUED if lost else ordinary(job)

    cloud.jobs.state = state  # type: ignore[method-assign]


def test_a_job_that_lost_its_machine_may_wait_as_long_again_and_goes_on() -> None:
    cloud = MemoryCloud()
    cloud.jobs.run_seconds = 20 * 3600
    lose_machine(cloud, after_hours=5, for_hours=1.5)
    states = list[str]()
    name = start(cloud, "monitoring.queue_hours=2")
    watch(cloud, name, "phi3-test", lambda progress, _now: states.append(progress.state.value))
    assert [one for one, other in pairwise([*states, ""]) if one != other] == [
        *("Queued", "Running", "Queued", "Running", "Completed")
    ]
    assert cloud.jobs.cancelled == []


@pytest.mark.parametrize("another_machine", [False, True])
def test_a_job_that_gets_no_other_machine_is_cancelled_for_want_of_capacity(another_machine: bool) -> None:
    cloud = MemoryCloud()
    cloud.jobs.run_seconds = 20 * 3600
    lose_machine(cloud, after_hours=5, for_hours=90)
    name = start(cloud, "monitoring.queue_hours=3")
    if another_machine:  # the first one stops watching once the machine is lost
        cloud.clock.interrupt_after = 6 * 3600
        with pytest.raises(InterruptedRunError):
            watch(cloud, name, "phi3-test", ignore)
        cloud.clock.interrupt_after = float("inf")
    with pytest.raises(QuotaError, match=r"lost its machine and got no other for 3\.0 h") as late:
        watch(cloud, name, "phi3-test", ignore)
    assert (late.value.exit_code, cloud.jobs.cancelled) == (5, [name])
    # Another machine knows when the job was last heard of: at its step before.
    assert 7 * 3600 - 20 <= cloud.clock.elapsed <= 8 * 3600 + 40


def test_a_paused_job_has_no_deadline() -> None:
    cloud = MemoryCloud()
    cloud.jobs.run_seconds = 100 * 3600
    name = start(cloud, "monitoring.run_hours=1")
    running = cloud.jobs.state

    def paused(job: str) -> JobState:
        return JobState.PAUSED if running(job) is JobState.RUNNING else running(job)

    cloud.jobs.state = paused  # type: ignore[method-assign,assignment]
    watch(cloud, name, "phi3-test", ignore)
    assert cloud.jobs.cancelled == []


def test_a_job_of_hours_has_a_day_to_wait_and_three_to_run() -> None:
    usual = deadlines_of(MemoryCloud(), "made-before-there-was-a-ledger")
    assert (usual.queue, usual.run) == (timedelta(hours=24), timedelta(hours=72))


def test_another_machine_knows_the_deadlines_from_the_ledger() -> None:
    cloud = MemoryCloud()
    assert deadlines_of(cloud, start(cloud, "monitoring.queue_hours=7")).queue == timedelta(hours=7)


def test_what_the_watcher_sees_is_noted_for_others() -> None:
    cloud = MemoryCloud()
    name = start(cloud)
    watch(cloud, name, "phi3-test", ignore)
    record = Ledger(cloud.datastore).find(name)
    assert record is not None
    assert record.newest is not None
    assert (record.newest.state, record.newest.step) == (JobState.COMPLETED, 10)
    assert record.newest.heard == NOON + timedelta(seconds=60)


def test_nothing_is_written_while_nothing_changes() -> None:
    cloud, written = MemoryCloud(), list[str]()
    cloud.jobs.queue_seconds = 600
    name = start(cloud)
    save = cloud.datastore.save

    def counting(path: str, content: bytes, version: str | None) -> object:
        written.append(path)
        return save(path, content, version)

    cloud.datastore.save = counting  # type: ignore[method-assign,assignment]
    cloud.jobs.run_seconds = 10
    watch(cloud, name, "phi3-test", ignore)
    assert 8 <= len(written) <= 20, "once a minute for ten minutes, and at each change"


def test_whoever_may_look_but_not_write_can_watch() -> None:
    cloud = MemoryCloud()
    name = start(cloud)

    def refuse(_path: str, _content: bytes, _version: str | None) -> None:
        raise PermissionDeniedError("AuthorizationPermissionMismatch")

    cloud.datastore.save = refuse  # type: ignore[method-assign,assignment]
    assert watch(cloud, name, "phi3-test", ignore).state is JobState.COMPLETED


def test_a_running_job_that_reports_nothing_any_more_is_called_silent() -> None:
    cloud = MemoryCloud()
    cloud.jobs.run_seconds = 10 * 3600
    name = start(cloud)
    cloud.clock.elapsed = 10 + 3 * 3600
    seen, now = look(cloud, name), cloud.clock.now()
    deadlines = deadlines_of(cloud, name)
    assert silence(seen, deadlines, now) == ""
    assert silence(seen, deadlines, now + timedelta(minutes=90)) == "silent for 1.5 h, since step 3"
