"""Watching a job."""

from itertools import pairwise

import pytest

from jobs.domain.errors import CloudError
from jobs.domain.job import PreparedData
from jobs.domain.progress import Progress
from jobs.services.submit import submit
from jobs.services.watch import look, watch
from tests.jobs.cloud_in_memory import NOON, MemoryCloud
from tests.jobs.requests import shipped_recipe

DATA = PreparedData("train", "validation", "0" * 64, 240, 32)


def start(cloud: MemoryCloud) -> str:
    return submit(cloud.jobs, shipped_recipe(), DATA, tags={})[0]


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
