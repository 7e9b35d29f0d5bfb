"""Long-running operations: which way the first answer names, when they are over, and when to give up."""

import pytest

from tests.toolchain.azure_native.fake_azure import GROUP, FakeAzure, PassingClock, failure, reply
from toolchain.azure_native.arm import Arm
from toolchain.azure_native.errors import ArmError, ProviderError
from toolchain.azure_native.exchange import Answer
from toolchain.azure_native.polling import Operation, wait


class FixedCredential:
    """A caller whose token does not matter."""

    def token(self, scope: str) -> str:
        return scope


@pytest.fixture
def arm(azure: FakeAzure, clock: PassingClock) -> Arm:
    return Arm(azure.exchange, FixedCredential(), clock, "agent")


def waits(arm: Arm, first: Answer, *, method: str = "PUT", deadline: float = 7200) -> None:
    wait(arm, Operation(method, GROUP, "2024-03-01", deadline), first)


def test_the_async_operation_comes_before_the_location(arm: Arm, azure: FakeAzure) -> None:
    azure.scripted["GET"] = [reply(200, {"status": "Running"}), reply(200, {"status": "Succeeded"})]
    waits(arm, reply(201, {}, Azure_AsyncOperation="/op/1", Location="/op/2"))
    assert {asked.path for asked in azure.asked} == {"/op/1"}


def test_an_operation_location_is_followed_too(arm: Arm, azure: FakeAzure) -> None:
    azure.scripted["GET"] = [reply(200, {"status": "succeeded"})]
    waits(arm, reply(202, {}, Operation_Location="https://management.azure.com/op/3?api-version=9"))
    assert (azure.asked[0].path, azure.asked[0].query) == ("/op/3", "api-version=9")


def test_a_location_may_move(arm: Arm, azure: FakeAzure) -> None:
    azure.scripted["GET"] = [reply(202, Location="/op/b"), reply(200, {})]
    waits(arm, reply(202, Location="/op/a"))
    assert [asked.path for asked in azure.asked] == ["/op/a", "/op/b"]


def test_without_a_header_the_resource_itself_is_watched(arm: Arm, azure: FakeAzure, clock: PassingClock) -> None:
    azure.scripted["GET"] = [
        reply(200, {"properties": {"provisioningState": "RegisteringDns"}}),
        reply(200, {"properties": {"provisioningState": "Succeeded"}}),
    ]
    waits(arm, reply(200, {"properties": {"provisioningState": "Creating"}}))
    assert [asked.path for asked in azure.asked] == [GROUP, GROUP]
    assert clock.waits == [10]


@pytest.mark.parametrize("body", [{}, {"properties": {}}, {"properties": {"provisioningState": "Succeeded"}}])
def test_what_is_done_at_once_is_not_asked_about(arm: Arm, azure: FakeAzure, body: dict[str, object]) -> None:
    waits(arm, reply(200, body))
    assert azure.asked == []


@pytest.mark.parametrize("status", ["Failed", "Canceled"])
def test_an_operation_that_failed_is_told_with_azures_reason(arm: Arm, azure: FakeAzure, status: str) -> None:
    azure.scripted["GET"] = [reply(200, {"status": status, "error": {"code": "Quota", "message": "none left"}})]
    with pytest.raises(ArmError, match='Code="Quota" Message="none left"'):
        waits(arm, reply(202, Azure_AsyncOperation="/op"))


def test_a_poll_that_is_refused_ends_the_wait(arm: Arm, azure: FakeAzure) -> None:
    azure.scripted["GET"] = [failure(403, "AuthorizationFailed", "not you")]
    with pytest.raises(ArmError, match="AuthorizationFailed"):
        waits(arm, reply(202, Location="/op"))


def test_an_answer_without_a_status_is_refused(arm: Arm, azure: FakeAzure) -> None:
    azure.scripted["GET"] = [reply(200)]
    with pytest.raises(ProviderError, match="unexpected response from Azure: '', HTTP status: 200"):
        waits(arm, reply(202, Azure_AsyncOperation="/op"))


def test_an_operation_that_takes_too_long_is_given_up(arm: Arm, azure: FakeAzure) -> None:
    azure.scripted["GET"] = [reply(200, {"status": "Running"}) for _ in range(9)]
    with pytest.raises(ProviderError, match="operation timed out"):
        waits(arm, reply(202, Azure_AsyncOperation="/op"), deadline=60)
    assert len(azure.asked) == 7
