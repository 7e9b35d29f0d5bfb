"""Requests of each principal are counted down in headers; on demand, more than Azure allows are refused."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from local_azure.identity import DEPLOYER_OBJECT_ID
from local_azure.options import Options
from local_azure.service import discover
from tests.local_azure.management.arm_client import arm_client
from tests.local_azure.running import HeldClock, LocalAzure, group_id

READS = "x-ms-ratelimit-remaining-subscription-reads"
GLOBAL_READS = "x-ms-ratelimit-remaining-subscription-global-reads"
WRITES = "x-ms-ratelimit-remaining-subscription-writes"
DELETES = "x-ms-ratelimit-remaining-subscription-deletes"
SOMEBODY = "5ca1ab1e-0000-4000-8000-0000000000d1"
GROUP = group_id("rg")


def azure_with(directory: Path, **options: object) -> LocalAzure:
    core = [service for service in discover() if service.name in ("management", "authorization")]
    chosen = Options(weights="tiny-random", **options)  # type: ignore[arg-type]
    return LocalAzure(directory, services=core, clock=HeldClock(), options=chosen)


@pytest.fixture(scope="module")
def azure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAzure]:
    """A local Azure that throttles; its time stands still, so that nobody gains requests."""
    with azure_with(tmp_path_factory.mktemp("throttled"), throttle=True) as running:
        running.put(GROUP, {"location": "eastus2"})
        yield running


@pytest.fixture(autouse=True)
def rested(azure: LocalAzure) -> None:
    """Every test begins when everybody has all requests again."""
    assert isinstance(azure.clock, HeldClock)
    azure.clock.advance(minutes=1)


def test_each_sort_of_request_counts_down_by_itself(azure: LocalAzure) -> None:
    reads = [int(azure.call("GET", GROUP).headers[READS]) for _ in range(3)]
    assert reads == [249, 248, 247]
    assert azure.call("PATCH", GROUP, {"tags": {"a": "b"}}).headers[WRITES] == "199"
    assert azure.call("DELETE", group_id("rg-none")).headers[DELETES] == "199"


def test_a_refused_request_counts_too_and_says_what_is_left(azure: LocalAzure) -> None:
    azure.call("GET", GROUP)
    refused = azure.call("GET", group_id("rg-none"))
    assert (refused.status_code, refused.headers[READS]) == (404, "248")


def test_each_principal_has_requests_of_its_own_and_all_together_fifteen_times_as_many(azure: LocalAzure) -> None:
    token = azure.token(object_id=SOMEBODY)
    azure.call("GET", GROUP)
    answer = azure.call("GET", GROUP, token=token)
    assert (answer.headers[READS], answer.headers[GLOBAL_READS]) == ("249", "3748")


def test_what_is_in_no_subscription_is_counted_for_the_tenant(azure: LocalAzure) -> None:
    answer = azure.call("GET", "/tenants")
    assert answer.headers["x-ms-ratelimit-remaining-tenant-reads"] == "249"
    assert READS not in answer.headers
    assert azure.call("GET", GROUP).headers[READS] == "249"


def test_beyond_the_limit_a_request_is_refused_until_time_has_passed(azure: LocalAzure) -> None:
    for _ in range(200):
        azure.call("DELETE", group_id("rg-none"))
    refused = azure.call("DELETE", GROUP)
    assert (refused.status_code, refused.json()["error"]["code"]) == (429, "SubscriptionRequestsThrottled")
    assert f"'delete' requests for subscription '{GROUP.split('/')[2]}'" in refused.json()["error"]["message"]
    assert DEPLOYER_OBJECT_ID in refused.json()["error"]["message"]
    assert (refused.headers["Retry-After"], refused.headers[DELETES]) == ("10", "0")
    assert azure.call("GET", GROUP).status_code == 200
    assert isinstance(azure.clock, HeldClock)
    azure.clock.advance(seconds=1)
    assert azure.call("DELETE", group_id("rg-none")).headers[DELETES] == "9"


def test_azures_own_client_waits_and_gets_through(azure: LocalAzure) -> None:
    clock = azure.clock
    assert isinstance(clock, HeldClock)
    for _ in range(250):
        azure.call("GET", GROUP)
    with arm_client(azure, passes=lambda seconds: clock.advance(seconds=seconds)) as client:
        answer = client.send("GET", GROUP)
        assert (answer.status_code, answer.headers[READS], client.slept) == (200, "249", [10])


def test_a_local_azure_refuses_nobody_unless_it_is_asked_to(tmp_path: Path) -> None:
    with azure_with(tmp_path) as azure:
        answers = [azure.call("GET", GROUP) for _ in range(252)]
    assert {answer.status_code for answer in answers} == {404}
    assert answers[-1].headers[READS] == "0"


def test_the_time_that_a_pause_takes_is_told_as_asked_for(tmp_path: Path) -> None:
    with azure_with(tmp_path, throttle=True, retry_after_form="x-ms-retry-after-ms") as azure:
        for _ in range(250):
            azure.call("GET", GROUP)
        refused = azure.call("GET", GROUP)
    assert refused.headers["x-ms-retry-after-ms"] == "10000"
    assert "Retry-After" not in refused.headers
