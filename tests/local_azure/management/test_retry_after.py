"""Clients are told how long to wait in each of Azure's forms, and wait so long."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from azure.core.credentials import AccessToken

from jobs.adapters.rest import AzureRest
from local_azure.faults.rules import Faults, Rule, keep_faults
from local_azure.options import Options
from local_azure.retry_after import RetryAfterForm, between_polls, retry_after
from local_azure.service import discover
from tests.local_azure.management.arm_client import PassingTransport, arm_client, trusted
from tests.local_azure.running import ARM, HeldClock, LocalAzure, group_id, usual_version
from tests.toolchain.azure_native.fake_azure import PassingClock
from tests.toolchain.azure_native.local_exchange import LocalExchange
from toolchain.azure_native.arm import Arm

NOON = datetime(2026, 10, 7, 12, 0, 0, 1, tzinfo=UTC)
FORMS: tuple[RetryAfterForm, ...] = ("seconds", "date", "retry-after-ms", "x-ms-retry-after-ms")
HOUR, MINUTE = 3600.0, 60.0


class SomeCredential:
    """Gives a token that the exchange replaces by the deployer's."""

    def token(self, scope: str) -> str:
        return scope


class OneToken:
    """Gives one token, whatever it is for."""

    def __init__(self, token: str) -> None:
        self._token = token

    def get_token(self, *_scopes: str, **_options: object) -> AccessToken:
        return AccessToken(self._token, 2**33)


@pytest.fixture
def azure(local_azure: LocalAzure) -> Iterator[LocalAzure]:
    yield local_azure
    keep_faults(local_azure.directory, Faults())


def refuse_once(azure: LocalAzure, path: str, form: RetryAfterForm, seconds: float = HOUR) -> None:
    rule = Rule(path=path, status=429, code="TooManyRequests", retry_after=seconds, retry_after_form=form)
    keep_faults(azure.directory, Faults(rules=(rule,)))


@pytest.mark.parametrize(
    ("form", "headers"),
    [
        ("seconds", {"Retry-After": "2.5"}),
        ("date", {"Retry-After": "Wed, 07 Oct 2026 12:00:04 GMT"}),
        ("retry-after-ms", {"retry-after-ms": "2500"}),
        ("x-ms-retry-after-ms", {"x-ms-retry-after-ms": "2500"}),
    ],
)
def test_a_pause_is_said_in_each_form(form: RetryAfterForm, headers: dict[str, str]) -> None:
    assert retry_after(2.5, form, NOON) == headers


def test_polls_are_paced_in_seconds_for_all_and_in_milliseconds_for_those_that_read_them() -> None:
    assert between_polls(100, None, NOON) == {"Retry-After": "1", "retry-after-ms": "100"}
    assert between_polls(100, None, NOON, seconds=30) == {"Retry-After": "30", "retry-after-ms": "100"}
    assert between_polls(100, "seconds", NOON) == {"Retry-After": "0.1"}


@pytest.mark.parametrize("form", FORMS)
def test_azures_own_client_waits_as_long_as_it_is_told(azure: LocalAzure, group: str, form: RetryAfterForm) -> None:
    refuse_once(azure, group, form)
    with arm_client(azure) as client:
        assert client.send("GET", group).status_code == 200
        (slept,) = client.slept
    assert HOUR / 2 < slept <= HOUR + 1


@pytest.mark.parametrize("form", FORMS)
def test_the_product_waits_as_long_as_it_is_told(azure: LocalAzure, group: str, form: RetryAfterForm) -> None:
    refuse_once(azure, group, form)
    noted: list[float] = []
    rest = AzureRest(
        OneToken(azure.token()), f"{ARM}/.default", transport=PassingTransport(noted.append, **trusted(azure))
    )
    assert rest.get(f"{ARM}{group}", api_version=usual_version(group)).status == 200
    (slept,) = noted
    assert HOUR / 2 < slept <= HOUR + 1


@pytest.mark.parametrize("form", FORMS)
def test_the_stand_in_of_the_provider_waits_as_long_as_it_is_told(
    azure: LocalAzure, group: str, form: RetryAfterForm
) -> None:
    refuse_once(azure, group, form, seconds=MINUTE)
    clock = PassingClock()
    arm = Arm(LocalExchange(azure).exchange, SomeCredential(), clock, "the agent")
    assert arm.call("GET", group, usual_version(group)).status == 200
    (slept,) = clock.waits
    assert MINUTE / 2 < slept < 2 * MINUTE


def test_operations_are_paced_in_the_form_of_the_options(tmp_path: Path) -> None:
    options = Options(weights="tiny-random", operation_seconds=60, retry_after_ms=2500, retry_after_form="date")
    with LocalAzure(tmp_path, services=_core(), clock=HeldClock(), options=options) as azure:
        azure.call("PUT", group_id("rg"), {"location": "eastus2"}).raise_for_status()
        begun = azure.call("DELETE", group_id("rg"))
        assert begun.headers["Retry-After"] == "Wed, 07 Oct 2026 12:00:03 GMT"
        assert "retry-after-ms" not in begun.headers
        assert azure.call("GET", begun.headers["Location"]).headers["Retry-After"] == begun.headers["Retry-After"]


def _core() -> list[object]:
    return [service for service in discover() if service.name in ("management", "authorization")]
