"""Calls to Azure: signed, versioned, tried again as often and after as long as the official provider does."""

import re

import pytest

from tests.toolchain.azure_native.fake_azure import GROUP, FakeAzure, PassingClock, failure, reply
from toolchain.azure_native.arm import Arm, absolute
from toolchain.azure_native.errors import ArmError
from toolchain.azure_native.exchange import TransportError


class FixedCredential:
    """A caller whose token is known."""

    def token(self, scope: str) -> str:
        return f"token for {scope}"


@pytest.fixture
def arm(azure: FakeAzure, clock: PassingClock) -> Arm:
    return Arm(azure.exchange, FixedCredential(), clock, "the agent")


def test_each_call_says_who_and_which_version(arm: Arm, azure: FakeAzure) -> None:
    azure.scripted["GET"] = [reply(200, {})]
    arm.call("GET", GROUP, "2024-03-01")
    asked = azure.asked[0]
    assert asked.query == "api-version=2024-03-01"
    assert asked.headers["Authorization"] == "Bearer token for https://management.azure.com//.default"
    assert asked.headers["User-Agent"] == "the agent"


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_a_passing_failure_is_tried_three_more_times(
    arm: Arm, azure: FakeAzure, clock: PassingClock, status: int
) -> None:
    azure.scripted["GET"] = [failure(status, "Busy") for _ in range(4)]
    with pytest.raises(ArmError, match=f'Status={status} Code="Busy"'):
        arm.call("GET", GROUP, "1")
    assert len(azure.asked) == 4
    assert 16 <= clock.waits[0] <= 26
    assert 48 <= clock.waits[1] <= 78
    assert 96 <= clock.waits[2] <= 120


def test_a_lost_connection_is_tried_again(arm: Arm, azure: FakeAzure) -> None:
    azure.scripted["GET"] = [TransportError("reset"), reply(200, {"a": 1})]
    assert arm.call("GET", GROUP, "1").body == {"a": 1}


def test_a_connection_that_stays_lost_is_told(arm: Arm, azure: FakeAzure) -> None:
    azure.scripted["GET"] = [TransportError("reset") for _ in range(4)]
    with pytest.raises(TransportError, match="reset"):
        arm.call("GET", GROUP, "1")


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry_after": "7"}, 7),
        ({"retry_after_ms": "250", "retry_after": "7"}, 0.25),
        ({"x_ms_retry_after_ms": "250"}, 0.25),
        ({"retry_after": "Wed, 07 Oct 2026 12:00:09 GMT", "date": "Wed, 07 Oct 2026 12:00:02 GMT"}, 7),
    ],
)
def test_azure_says_how_long_to_wait(
    arm: Arm, azure: FakeAzure, clock: PassingClock, headers: dict[str, str], seconds: float
) -> None:
    azure.scripted["GET"] = [failure(429, "TooManyRequests", **headers), reply(200)]
    arm.call("GET", GROUP, "1")
    assert clock.waits == [seconds]


def test_a_wait_of_more_than_two_minutes_is_not_waited_for(arm: Arm, azure: FakeAzure, clock: PassingClock) -> None:
    azure.scripted["GET"] = [failure(429, "TooManyRequests", retry_after="121")]
    with pytest.raises(ArmError, match="Status=429"):
        arm.call("GET", GROUP, "1")
    assert clock.waits == []


@pytest.mark.parametrize(
    ("code", "tries"), [("AnotherOperationInProgress", 2), ("TransientError", 2), ("RequestConflict", 1)]
)
def test_some_conflicts_pass_and_others_do_not(arm: Arm, azure: FakeAzure, code: str, tries: int) -> None:
    azure.scripted["PUT"] = [failure(409, code), failure(400, "End")]
    with pytest.raises(ArmError):
        arm.call("PUT", GROUP, "1", {})
    assert len(azure.asked) == tries


def test_an_unregistered_provider_is_registered_and_the_call_made_again(
    arm: Arm, azure: FakeAzure, clock: PassingClock
) -> None:
    azure.scripted["PUT"] = [failure(409, "MissingSubscriptionRegistration"), reply(201, {})]
    azure.scripted["POST"] = [reply(200, {})]
    azure.scripted["GET"] = [
        reply(200, {"registrationState": "Registering"}),
        reply(200, {"registrationState": "Registered"}),
    ]
    assert arm.call("PUT", f"{GROUP}/providers/Microsoft.Storage/storageAccounts/x", "1", {}).status == 201
    assert azure.requests("POST")[0].path.endswith("/providers/Microsoft.Storage/register")
    assert clock.waits == [15]


def test_an_error_without_a_code_is_told_by_its_text(arm: Arm, azure: FakeAzure) -> None:
    azure.scripted["GET"] = [reply(400, {"hint": "bad"})]
    with pytest.raises(ArmError, match=re.escape('Status=400 Message="{"hint": "bad"}"')):
        arm.call("GET", GROUP, "1")


def test_a_poll_address_gets_what_it_lacks() -> None:
    assert absolute("/subscriptions/s/op", "1") == "https://management.azure.com/subscriptions/s/op?api-version=1"
    assert absolute("https://a.b/op?t=1", "1") == "https://a.b/op?t=1&api-version=1"
    assert absolute("https://a.b/op?api-version=2", "1") == "https://a.b/op?api-version=2"
