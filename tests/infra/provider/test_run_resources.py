"""RunResources: endpoints first, then jobs, then models and data; what can't be removed is named."""

from collections.abc import Callable

import pytest

from infra.provider.arm import Arm
from infra.provider.errors import OwnResourceError
from infra.provider.exchange import Answer, Request
from infra.provider.run_resources import RunResources
from tests.infra.provider.conftest import FakeArm, FakeClock

WORKSPACE = "/subscriptions/s/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/proj"
STATE = {"workspaceId": WORKSPACE}

Make = Callable[..., Answer]


@pytest.fixture
def runs(fake_arm: FakeArm, clock: FakeClock) -> RunResources:
    """The resource."""
    return RunResources(Arm(fake_arm, clock), clock)


def test_creating_only_notes_the_workspace(runs: RunResources, fake_arm: FakeArm) -> None:
    assert runs.create(STATE).id == WORKSPACE
    assert runs.read(WORKSPACE, STATE) is not None
    assert not fake_arm.requests


def test_everything_goes_in_an_order_that_azure_accepts(runs: RunResources, fake_arm: FakeArm) -> None:
    for path in (
        "models/tuned",
        "models/tuned/versions/1",
        "models/tuned/versions/2",
        "data/train",
        "data/train/versions/1",
        "serverlessEndpoints/chat",
        "onlineEndpoints/score",
    ):
        fake_arm.put(f"{WORKSPACE}/{path}")
    runs.delete(STATE)
    assert fake_arm.resources == {}
    assert [path.removeprefix(f"{WORKSPACE}/") for path in fake_arm.sent("DELETE")] == [
        "serverlessEndpoints/chat",
        "onlineEndpoints/score",
        "models/tuned/versions/1",
        "models/tuned/versions/2",
        "models/tuned",
        "data/train/versions/1",
        "data/train",
    ]


def test_running_jobs_are_cancelled_and_waited_for_and_ended_ones_left(
    runs: RunResources, fake_arm: FakeArm, clock: FakeClock
) -> None:
    running, ended = f"{WORKSPACE}/jobs/running", f"{WORKSPACE}/jobs/ended"
    fake_arm.put(running, status="Running")
    fake_arm.put(ended, status="Completed")

    def cancel(_request: Request) -> Answer:
        fake_arm.put(running, status="CancelRequested")
        clock.on_sleep = [lambda: None, lambda: fake_arm.put(running, status="Canceled")]
        return Answer(202)

    fake_arm.handlers["POST", f"{running}/cancel"] = cancel
    runs.delete(STATE)
    assert fake_arm.sent("POST") == [f"{running}/cancel"]
    assert clock.waits == [2.0, 2.0]


def test_a_job_that_does_not_end_is_named(runs: RunResources, fake_arm: FakeArm) -> None:
    fake_arm.put(f"{WORKSPACE}/jobs/stuck", status="Running")
    fake_arm.handlers["POST", f"{WORKSPACE}/jobs/stuck/cancel"] = lambda _: Answer(200)
    with pytest.raises(OwnResourceError, match="job stuck: it is still Running 900 s after"):
        runs.delete(STATE)


def test_a_refusal_does_not_keep_the_rest_and_is_named_with_its_reason(
    runs: RunResources, fake_arm: FakeArm, make_error: Make
) -> None:
    fake_arm.put(f"{WORKSPACE}/serverlessEndpoints/locked")
    fake_arm.put(f"{WORKSPACE}/serverlessEndpoints/free")
    fake_arm.put(f"{WORKSPACE}/data/train")
    locked = f"{WORKSPACE}/serverlessEndpoints/locked"
    fake_arm.handlers["DELETE", locked] = lambda _: make_error(409, "ScopeLocked", "a lock")
    with pytest.raises(OwnResourceError, match=r"serverlessEndpoints locked: .*ScopeLocked: a lock"):
        runs.delete(STATE)
    assert set(fake_arm.resources) == {locked}


def test_an_endpoint_that_is_still_being_created_is_waited_for(
    runs: RunResources, fake_arm: FakeArm, clock: FakeClock, make_error: Make
) -> None:
    endpoint = f"{WORKSPACE}/serverlessEndpoints/new"
    fake_arm.put(endpoint)
    fake_arm.handlers["DELETE", endpoint] = lambda _: make_error(409, "AnotherOperationInProgress")
    clock.on_sleep = [lambda: None, lambda: fake_arm.handlers.clear()]
    runs.delete(STATE)
    assert fake_arm.resources == {}
    assert clock.waits == [1.0, 2.0]


def test_an_endpoint_that_stays_busy_is_named_in_the_end(
    runs: RunResources, fake_arm: FakeArm, clock: FakeClock, make_error: Make
) -> None:
    endpoint = f"{WORKSPACE}/serverlessEndpoints/new"
    fake_arm.put(endpoint)
    fake_arm.handlers["DELETE", endpoint] = lambda _: make_error(409, "AnotherOperationInProgress")
    with pytest.raises(OwnResourceError, match=r"serverlessEndpoints new: .*AnotherOperationInProgress"):
        runs.delete(STATE)
    assert clock.now <= 1200


def test_what_can_not_be_listed_does_not_keep_the_rest(runs: RunResources, fake_arm: FakeArm, make_error: Make) -> None:
    fake_arm.put(f"{WORKSPACE}/data/train")
    fake_arm.handlers["GET", f"{WORKSPACE}/jobs"] = lambda _: make_error(403, "AuthorizationFailed")
    with pytest.raises(OwnResourceError, match="/jobs: AuthorizationFailed"):
        runs.delete(STATE)
    assert fake_arm.resources == {}


def test_it_goes_on_where_it_was_interrupted(runs: RunResources, fake_arm: FakeArm) -> None:
    fake_arm.put(f"{WORKSPACE}/data/train")
    runs.delete(STATE)
    runs.delete(STATE)
    assert fake_arm.resources == {}


def test_a_workspace_that_is_gone_has_nothing_left(runs: RunResources, fake_arm: FakeArm) -> None:
    runs.delete(STATE)
    assert not fake_arm.sent("DELETE")


def test_collections_that_a_cloud_does_not_offer_are_passed_over(
    runs: RunResources, fake_arm: FakeArm, make_error: Make
) -> None:
    fake_arm.put(f"{WORKSPACE}/data/train")
    fake_arm.handlers["GET", f"{WORKSPACE}/onlineEndpoints"] = lambda _: make_error(400, "InvalidResourceType")
    runs.delete(STATE)
    assert fake_arm.resources == {}


def test_what_is_no_workspace_is_refused(runs: RunResources) -> None:
    assert "no id of an Azure ML workspace" in runs.check({"workspaceId": "/subscriptions/s"})["workspaceId"]
    assert runs.check(STATE) == {}
