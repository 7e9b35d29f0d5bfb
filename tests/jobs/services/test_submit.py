"""Handing a job in once, from however many machines, and what is noted of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from jobs.domain.errors import QuotaError
from jobs.domain.job import JobSpec, PreparedData
from jobs.domain.run_record import RunRecord
from jobs.domain.run_states import JobState
from jobs.services.ledger import Ledger
from jobs.services.submit import CLAIM, Origin, submit
from tests.jobs.cloud_in_memory import NOON, MemoryCloud
from tests.jobs.requests import shipped_recipe

DATA = PreparedData("uri-1", "uri-2", "0" * 64, 240, 32, "data/train.jsonl", "data/validation.jsonl")


def hand_in(cloud: MemoryCloud, *settings: str, by: str = "somebody", again: bool = False) -> tuple[str, bool]:
    origin = Origin("phi3-test", by, "1.2.3", {"owner": "us"})
    return submit(cloud, shipped_recipe(*settings), DATA, origin, list[str]().append, again=again)


def record_of(cloud: MemoryCloud, job: str) -> RunRecord:
    record = Ledger(cloud.datastore).find(job)
    assert record is not None
    return record


def test_a_run_is_noted_with_all_that_another_machine_needs() -> None:
    cloud = MemoryCloud()
    name, _ = hand_in(cloud)
    record = record_of(cloud, name)
    assert (record.run, record.method, record.stack, record.code_version) == (name, "serverless", "phi3-test", "1.2.3")
    assert record.recipe["tuned_model"] == shipped_recipe().tuned_model
    assert record.data == {"train": "data/train.jsonl", "validation": "data/validation.jsonl"}
    (attempt,) = record.attempts
    assert (attempt.job, attempt.by, attempt.claimed, attempt.handed_in) == (name, "somebody", NOON, NOON)


def test_the_same_recipe_finds_its_running_job_unless_told_otherwise() -> None:
    cloud = MemoryCloud()
    first, new = hand_in(cloud)
    assert new
    assert hand_in(cloud, by="another") == (first, False)
    assert hand_in(cloud, again=True) == (f"{first}-2", True)
    assert [one.job for one in record_of(cloud, first).attempts] == [first, f"{first}-2"]


def between_look_and_claim(cloud: MemoryCloud, act: Callable[[], object]) -> None:
    """Lets another machine act after this one has looked whether the job is there, and before it has claimed it."""
    fetch, acted = cloud.datastore.fetch, list[bool]()

    def fetching(path: str) -> Any:  # noqa: ANN401 (a document or none)
        found = fetch(path)
        if not acted:
            acted.append(True)
            act()
        return found

    cloud.datastore.fetch = fetching  # type: ignore[method-assign]


@pytest.mark.parametrize("again", [False, True])
def test_of_two_machines_at_the_same_moment_one_hands_the_job_in(*, again: bool) -> None:
    cloud = MemoryCloud()
    others: list[tuple[str, bool]] = []
    between_look_and_claim(cloud, lambda: others.append(hand_in(cloud, by="the faster one", again=again)))
    name, new = hand_in(cloud, by="the slower one", again=again)
    assert [(name, True)] == others
    assert not new
    assert list(cloud.jobs.submitted) == [name]
    assert [one.by for one in record_of(cloud, name).attempts] == ["the faster one"]


def stopped_while_handing_in(cloud: MemoryCloud) -> None:
    submit_job = cloud.jobs.submit

    def interrupt(_spec: JobSpec) -> None:
        raise KeyboardInterrupt

    cloud.jobs.submit = interrupt  # type: ignore[method-assign,assignment]
    with pytest.raises(KeyboardInterrupt):
        hand_in(cloud, by="the one that was stopped")
    cloud.jobs.submit = submit_job  # type: ignore[method-assign]


def test_a_machine_that_was_stopped_between_its_word_and_the_job_is_followed_by_the_next() -> None:
    cloud = MemoryCloud()
    stopped_while_handing_in(cloud)
    name, new = hand_in(cloud, by="the next")
    assert new
    assert timedelta(seconds=cloud.clock.elapsed) >= CLAIM
    assert [(one.job, one.by) for one in record_of(cloud, name).attempts] == [(name, "the next")]


def test_who_waits_for_another_machine_is_told() -> None:
    cloud, said = MemoryCloud(), list[str]()
    stopped_while_handing_in(cloud)
    submit(cloud, shipped_recipe(), DATA, Origin("phi3-test"), said.append)
    assert "another machine is handing it in" in said[0]


def test_a_job_that_the_service_refuses_leaves_no_attempt_behind() -> None:
    cloud = MemoryCloud()

    def refuse(_spec: JobSpec) -> None:
        raise QuotaError("no quota is left")

    submit_job, cloud.jobs.submit = cloud.jobs.submit, refuse  # type: ignore[method-assign,assignment]
    with pytest.raises(QuotaError):
        hand_in(cloud)
    cloud.jobs.submit = submit_job  # type: ignore[method-assign]
    name, new = hand_in(cloud)
    assert new
    assert cloud.clock.elapsed == 0, "nothing is waited for"
    assert [one.job for one in record_of(cloud, name).attempts] == [name]


def test_after_a_failed_job_another_is_handed_in_and_both_are_noted() -> None:
    cloud = MemoryCloud()
    cloud.jobs.outcome = JobState.FAILED
    first, _ = hand_in(cloud)
    cloud.clock.elapsed = 1000
    second, new = hand_in(cloud)
    assert (second, new) == (f"{first}-2", True)
    assert [one.job for one in record_of(cloud, first).attempts] == [first, second]


def test_attempts_go_on_from_the_checkpoints_of_those_that_failed_and_a_run_made_again_from_none() -> None:
    cloud = MemoryCloud()
    cloud.jobs.outcome = JobState.FAILED
    names = []
    for again in (False, False, False, True):
        names.append(hand_in(cloud, again=again)[0])
        cloud.clock.elapsed += 1000
    assert [cloud.jobs.submitted[name][0].checkpoints for name in names] == ["", names[0], names[0], ""]


def test_a_job_from_before_there_was_a_ledger_is_noted_when_it_is_found() -> None:
    cloud = MemoryCloud()
    name, _ = hand_in(cloud)
    cloud.datastore.files.clear()
    assert hand_in(cloud) == (name, False)
    assert [one.job for one in record_of(cloud, name).attempts] == [name]


def test_the_deadlines_are_those_of_the_recipe_as_it_was_last_run() -> None:
    cloud = MemoryCloud()
    name, _ = hand_in(cloud)
    hand_in(cloud, "monitoring.queue_hours=3")
    assert record_of(cloud, name).deadlines.queue == timedelta(hours=3)
