"""AccountRunResources: jobs end, then undeclared deployments go, then models and files; what can't is named."""

import json
from collections.abc import Callable

import pytest

from infra.provider.account_run_resources import AccountRunResources
from infra.provider.arm import Arm
from infra.provider.errors import NoAnswerError, OwnResourceError
from infra.provider.exchange import Answer, Request
from infra.provider.fine_tuning import FineTuning
from tests.infra.provider.conftest import FakeArm, FakeClock

ACCOUNT = "/subscriptions/s/resourceGroups/g/providers/Microsoft.CognitiveServices/accounts/ais"
ENDPOINT = "https://ais.openai.azure.com/"
STATE = {"accountId": ACCOUNT, "endpoint": ENDPOINT, "stack": ""}
JOBS, FILES = "/openai/v1/fine_tuning/jobs", "/openai/v1/files"

Make = Callable[..., Answer]


def listed(*rows: dict[str, object], more: bool = False) -> Answer:
    return Answer(200, {}, json.dumps({"object": "list", "data": list(rows), "has_more": more}))


def deployment(fake_arm: FakeArm, name: str, stack: str | None = None) -> str:
    path = f"{ACCOUNT}/deployments/{name}"
    fake_arm.put(path)
    if stack is not None:
        fake_arm.resources[path]["tags"] = {"stack": stack}
    return path


@pytest.fixture
def runs(fake_arm: FakeArm, clock: FakeClock) -> AccountRunResources:
    """The resource, over an account with nothing in it."""
    fake_arm.put(ACCOUNT)
    fake_arm.handlers["GET", JOBS] = lambda _: listed()
    fake_arm.handlers["GET", FILES] = lambda _: listed()
    return AccountRunResources(Arm(fake_arm, clock), clock, lambda _: FineTuning(fake_arm, clock))


def test_creating_only_notes_the_account(runs: AccountRunResources, fake_arm: FakeArm) -> None:
    assert runs.create(STATE).id == ACCOUNT
    assert runs.read(ACCOUNT, STATE) is not None
    assert not fake_arm.requests


def test_everything_goes_in_an_order_that_azure_accepts(runs: AccountRunResources, fake_arm: FakeArm) -> None:
    tuned = deployment(fake_arm, "tuned")
    fake_arm.handlers["GET", JOBS] = lambda _: listed(
        {"id": "ftjob-1", "status": "succeeded", "fine_tuned_model": "gpt-4.1-mini.ft-1"}
    )
    fake_arm.handlers["GET", FILES] = lambda _: listed({"id": "file-1"}, {"id": "file-2"})
    runs.delete(STATE)
    assert fake_arm.sent("DELETE") == [
        tuned,
        "/openai/v1/models/gpt-4.1-mini.ft-1",
        f"{FILES}/file-1",
        f"{FILES}/file-2",
    ]
    assert not fake_arm.sent("POST")  # the job had ended


def test_a_running_job_is_cancelled_and_waited_for(
    runs: AccountRunResources, fake_arm: FakeArm, clock: FakeClock
) -> None:
    job = {"id": "ftjob-1", "status": "running"}
    fake_arm.handlers["GET", JOBS] = lambda _: listed(job)
    fake_arm.handlers["GET", f"{JOBS}/ftjob-1"] = lambda _: Answer(200, {}, json.dumps(job))
    fake_arm.handlers["POST", f"{JOBS}/ftjob-1/cancel"] = lambda _: Answer(200)
    clock.on_sleep = [lambda: None, lambda: job.update(status="cancelled")]
    runs.delete(STATE)
    assert fake_arm.sent("POST") == [f"{JOBS}/ftjob-1/cancel"]
    assert clock.waits == [5.0, 5.0]


def test_a_job_that_does_not_end_is_named(runs: AccountRunResources, fake_arm: FakeArm) -> None:
    job = {"id": "ftjob-1", "status": "running"}
    fake_arm.handlers["GET", JOBS] = lambda _: listed(job)
    fake_arm.handlers["GET", f"{JOBS}/ftjob-1"] = lambda _: Answer(200, {}, json.dumps(job))
    fake_arm.handlers["POST", f"{JOBS}/ftjob-1/cancel"] = lambda _: Answer(200)
    with pytest.raises(OwnResourceError, match="fine-tuning job ftjob-1: it is still running 900 s after"):
        runs.delete(STATE)


def test_all_pages_of_files_are_read(runs: AccountRunResources, fake_arm: FakeArm) -> None:
    def pages(request: Request) -> Answer:
        return (
            listed({"id": "file-2"}) if request.query.get("after") == "file-1" else listed({"id": "file-1"}, more=True)
        )

    fake_arm.handlers["GET", FILES] = pages
    runs.delete(STATE)
    assert fake_arm.sent("DELETE") == [f"{FILES}/file-1", f"{FILES}/file-2"]


def test_a_page_that_never_moves_on_is_read_twice_at_most(runs: AccountRunResources, fake_arm: FakeArm) -> None:
    fake_arm.handlers["GET", FILES] = lambda _: listed({"id": "file-1"}, more=True)
    runs.delete(STATE)
    assert fake_arm.sent("GET").count(FILES) == 2


def test_a_busy_account_is_waited_for(
    runs: AccountRunResources, fake_arm: FakeArm, clock: FakeClock, make_error: Make
) -> None:
    tuned = deployment(fake_arm, "tuned")
    fake_arm.handlers["DELETE", tuned] = lambda _: make_error(409, "RequestConflict")
    clock.on_sleep = [lambda: None, lambda: fake_arm.handlers.__delitem__(("DELETE", tuned))]
    runs.delete(STATE)
    assert tuned not in fake_arm.resources
    assert clock.waits == [1.0, 2.0]


def test_a_refusal_does_not_keep_the_rest_and_is_named_with_its_reason(
    runs: AccountRunResources, fake_arm: FakeArm, make_error: Make
) -> None:
    locked, free = deployment(fake_arm, "locked"), deployment(fake_arm, "tuned")
    fake_arm.handlers["DELETE", locked] = lambda _: make_error(409, "ScopeLocked", "a lock")
    with pytest.raises(OwnResourceError, match=r"deployment locked: .*ScopeLocked: a lock"):
        runs.delete(STATE)
    assert locked in fake_arm.resources
    assert free not in fake_arm.resources


@pytest.mark.parametrize("status", [401, 403, 404])
def test_data_that_the_caller_may_not_see_goes_with_the_account(
    status: int, runs: AccountRunResources, fake_arm: FakeArm, make_error: Make
) -> None:
    tuned = deployment(fake_arm, "tuned")
    fake_arm.handlers["GET", JOBS] = fake_arm.handlers["GET", FILES] = lambda _: make_error(status, "PermissionDenied")
    runs.delete(STATE)
    assert tuned not in fake_arm.resources


def test_an_account_that_can_not_be_reached_from_here_is_no_obstacle(
    runs: AccountRunResources, fake_arm: FakeArm
) -> None:
    def unreachable(_request: Request) -> Answer:
        raise NoAnswerError("no route to host")

    tuned = deployment(fake_arm, "tuned")
    fake_arm.handlers["GET", JOBS] = fake_arm.handlers["GET", FILES] = unreachable
    runs.delete(STATE)
    assert tuned not in fake_arm.resources


def test_a_broken_account_is_named(runs: AccountRunResources, fake_arm: FakeArm, make_error: Make) -> None:
    fake_arm.handlers["GET", FILES] = lambda _: make_error(500, "InternalServerError")
    with pytest.raises(OwnResourceError, match=f"GET {FILES}: InternalServerError"):
        runs.delete(STATE)


def test_in_an_account_of_others_only_what_carries_the_stacks_tag_goes(
    runs: AccountRunResources, fake_arm: FakeArm
) -> None:
    ours = deployment(fake_arm, "ours", "gpt4o-dev")
    others = deployment(fake_arm, "others", "gpt4o-prod")
    untagged = deployment(fake_arm, "untagged")
    runs.delete({**STATE, "stack": "gpt4o-dev"})
    assert ours not in fake_arm.resources
    assert {others, untagged} <= set(fake_arm.resources)
    assert not [path for path in fake_arm.sent("GET") if path.startswith("/openai/")]


def test_an_account_that_is_gone_has_nothing_left(runs: AccountRunResources, fake_arm: FakeArm) -> None:
    del fake_arm.resources[ACCOUNT]
    runs.delete(STATE)
    assert not fake_arm.sent("DELETE")


def test_what_is_no_account_and_foreign_addresses_are_refused(runs: AccountRunResources) -> None:
    problems = runs.check({"accountId": "/subscriptions/s", "endpoint": "https://example.com/"})
    assert "no id of a Cognitive Services account" in problems["accountId"]
    assert "no address https://NAME.openai.azure.com/" in problems["endpoint"]
    assert runs.check({**STATE, "endpoint": "http://ais.openai.azure.com/"})
    assert runs.check(STATE) == {}
