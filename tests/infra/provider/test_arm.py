"""Requests to Resource Manager: pages, waiting for operations, and what errors say."""

from collections.abc import Callable

import pytest

from infra.provider.arm import OPERATION_SECONDS, Arm
from infra.provider.errors import ArmError
from infra.provider.exchange import Answer
from tests.infra.provider.conftest import FakeArm, FakeClock

PATH = "/subscriptions/s/things/one"
STATUS = "https://management.azure.com/operations/1"

Make = Callable[..., Answer]


def test_what_is_not_there_is_none(fake_arm: FakeArm, clock: FakeClock) -> None:
    assert Arm(fake_arm, clock).get(PATH, "v") is None


def test_all_pages_of_a_list_are_read(fake_arm: FakeArm, clock: FakeClock, make_answer: Make) -> None:
    fake_arm.handlers["GET", "/list"] = lambda _: make_answer(200, {"value": [{"n": 1}], "nextLink": "/list?page=2"})
    fake_arm.handlers["GET", "/list?page=2"] = lambda _: make_answer(200, {"value": [{"n": 2}]})
    assert [member["n"] for member in Arm(fake_arm, clock).list("/list", "v")] == [1, 2]


def test_a_list_of_what_is_gone_is_empty(fake_arm: FakeArm, clock: FakeClock) -> None:
    assert list(Arm(fake_arm, clock).list("/gone", "v")) == []


def test_deleting_what_is_gone_succeeds(fake_arm: FakeArm, clock: FakeClock, make_error: Make) -> None:
    fake_arm.handlers["DELETE", PATH] = lambda _: make_error(404, "ResourceNotFound")
    Arm(fake_arm, clock).delete(PATH, "v")
    assert fake_arm.sent("DELETE") == [PATH]


def test_a_deletion_with_a_status_address_is_waited_for(fake_arm: FakeArm, clock: FakeClock, make_answer: Make) -> None:
    states = ["InProgress", "InProgress", "Succeeded"]
    fake_arm.handlers["DELETE", PATH] = lambda _: make_answer(
        202, azure_asyncoperation=STATUS, location="/result", retry_after_ms="250"
    )
    fake_arm.handlers["GET", STATUS] = lambda _: make_answer(200, {"status": states.pop(0)}, retry_after="3")
    Arm(fake_arm, clock).delete(PATH, "v")
    assert clock.waits == [0.25, 3.0, 3.0]


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry_after": "7"}, 7.0),
        ({"retry_after": "Wed, 07 Oct 2026 12:00:09 GMT", "date": "Wed, 07 Oct 2026 12:00:02 GMT"}, 7.0),
        ({"x_ms_retry_after_ms": "250"}, 0.25),
        ({"retry_after": "soon"}, 5.0),
    ],
)
def test_azure_says_how_long_to_wait(
    fake_arm: FakeArm, clock: FakeClock, make_answer: Make, headers: dict[str, str], seconds: float
) -> None:
    fake_arm.handlers["DELETE", PATH] = lambda _: make_answer(202, location=STATUS, **headers)
    fake_arm.handlers["GET", STATUS] = lambda _: make_answer(204)
    Arm(fake_arm, clock).delete(PATH, "v")
    assert clock.waits == [seconds]


def test_a_deletion_with_a_result_address_is_waited_for(fake_arm: FakeArm, clock: FakeClock, make_answer: Make) -> None:
    statuses = [202, 202, 204]
    fake_arm.handlers["DELETE", PATH] = lambda _: make_answer(202, location=STATUS)
    fake_arm.handlers["GET", STATUS] = lambda _: make_answer(statuses.pop(0))
    Arm(fake_arm, clock).delete(PATH, "v")
    assert clock.waits == [5.0, 5.0, 5.0]


def test_an_operation_that_fails_is_an_error_with_its_reason(
    fake_arm: FakeArm, clock: FakeClock, make_answer: Make
) -> None:
    failed = {"status": "Failed", "error": {"code": "Busy", "message": "it is in use"}}
    fake_arm.handlers["DELETE", PATH] = lambda _: make_answer(202, azure_asyncoperation=STATUS)
    fake_arm.handlers["GET", STATUS] = lambda _: make_answer(200, failed)
    with pytest.raises(ArmError, match=f"DELETE {PATH}: Busy: it is in use"):
        Arm(fake_arm, clock).delete(PATH, "v")


def test_an_operation_that_never_ends_is_given_up(fake_arm: FakeArm, clock: FakeClock, make_answer: Make) -> None:
    fake_arm.handlers["DELETE", PATH] = lambda _: make_answer(202, azure_asyncoperation=STATUS)
    fake_arm.handlers["GET", STATUS] = lambda _: make_answer(200, {"status": "InProgress"}, retry_after="600")
    with pytest.raises(ArmError, match="not done after an hour"):
        Arm(fake_arm, clock).delete(PATH, "v")
    assert clock.now <= OPERATION_SECONDS + 600


def test_a_refusal_says_what_was_asked_and_why_it_was_refused(
    fake_arm: FakeArm, clock: FakeClock, make_error: Make
) -> None:
    fake_arm.handlers["GET", PATH] = lambda _: make_error(403, "AuthorizationFailed", "no role")
    with pytest.raises(ArmError, match=f"GET {PATH}: AuthorizationFailed: no role") as refused:
        Arm(fake_arm, clock).get(PATH, "v")
    assert (refused.value.status, refused.value.code) == (403, "AuthorizationFailed")
