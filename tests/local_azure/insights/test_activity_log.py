"""The activity log tells who did what to which resource, when, and how it ended."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from local_azure.identity import DEPLOYER_OBJECT_ID, SUBSCRIPTION_SCOPE
from local_azure.options import Options
from tests.local_azure.running import HeldClock, LocalAzure, group_id

LOG = f"{SUBSCRIPTION_SCOPE}/providers/Microsoft.Insights/eventtypes/management/values"
IDENTITY = f"{group_id('rg-log')}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-log"


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def azure(tmp_path: Path, clock: HeldClock) -> Iterator[LocalAzure]:
    with LocalAzure(tmp_path, clock=clock, options=Options(weights="tiny-random", retry_after_ms=10)) as running:
        running.register_all()
        running.put(group_id("rg-log"), {"location": "eastus2"})
        yield running


def _listed(azure: LocalAzure, clock: HeldClock, more: str = "", *, hours: int = 1) -> list[dict[str, Any]]:
    since = (clock.now() - timedelta(hours=hours)).isoformat()
    answer = azure.call("GET", f"{LOG}?$filter=eventTimestamp ge '{since.replace('+00:00', 'Z')}'{more}")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["value"]
    return found


def test_writes_and_deletes_are_kept_with_who_did_them_newest_first(azure: LocalAzure, clock: HeldClock) -> None:
    azure.put(IDENTITY, {"location": "eastus2"})
    azure.call("GET", IDENTITY)
    azure.call("DELETE", IDENTITY)
    found = _listed(azure, clock, " and resourceUri eq '" + IDENTITY + "'")
    base = "Microsoft.ManagedIdentity/userAssignedIdentities"
    assert [each["operationName"]["value"] for each in found] == [f"{base}/delete", f"{base}/write"]
    assert {each["caller"] for each in found} == {DEPLOYER_OBJECT_ID}
    assert {datetime.fromisoformat(each["eventTimestamp"]) for each in found} == {clock.now()}


def test_what_was_refused_is_kept_as_failed(azure: LocalAzure, clock: HeldClock) -> None:
    azure.call("PUT", IDENTITY, {"location": "atlantis"})
    event = _listed(azure, clock, " and resourceGroupName eq 'RG-LOG'")[0]
    assert (event["status"]["value"], event["level"], event["resourceId"]) == ("Failed", "Error", IDENTITY)


def test_what_is_older_than_azure_keeps_it_is_forgotten(azure: LocalAzure, clock: HeldClock) -> None:
    assert _listed(azure, clock)
    clock.advance(days=91)
    assert _listed(azure, clock, hours=24 * 100) == []


def test_only_what_falls_into_the_time_is_listed(azure: LocalAzure, clock: HeldClock) -> None:
    clock.advance(hours=2)
    azure.put(IDENTITY, {"location": "eastus2"})
    assert [each["resourceId"] for each in _listed(azure, clock)] == [IDENTITY]
    before = (clock.now() - timedelta(hours=1)).isoformat().replace("+00:00", "Z")
    earlier = _listed(azure, clock, f" and eventTimestamp le '{before}'", hours=3)
    assert IDENTITY not in [each["resourceId"] for each in earlier]
    assert earlier


@pytest.mark.parametrize("asked", ["", "caller eq 'me'", "eventTimestamp ge 'noon'", "resourceGroupName eq 'rg-log'"])
def test_a_filter_without_a_time_or_with_another_member_is_refused(azure: LocalAzure, asked: str) -> None:
    assert azure.call("GET", f"{LOG}?$filter={asked}").status_code == 400


def test_who_may_not_read_the_log_is_told_nothing(azure: LocalAzure) -> None:
    token = azure.token(object_id="5ca1ab1e-0000-4000-8000-0000000000aa")
    assert azure.call("GET", f"{LOG}?$filter=eventTimestamp ge '2026-01-01'", token=token).status_code == 403


def test_what_is_about_no_plain_resource_is_kept_too(azure: LocalAzure, clock: HeldClock) -> None:
    vault = "Microsoft.KeyVault/locations/deletedVaults"
    compute = f"{SUBSCRIPTION_SCOPE}/providers/Microsoft.Compute/locations/eastus2"
    for method, path in (
        ("POST", f"{SUBSCRIPTION_SCOPE}/providers/Microsoft.Quota/register"),
        ("POST", f"{SUBSCRIPTION_SCOPE}/providers/Microsoft.Storage/checkNameAvailability"),
        ("POST", f"{SUBSCRIPTION_SCOPE}/providers/Microsoft.KeyVault/locations/eastus2/deletedVaults/none/purge"),
        ("PUT", f"{compute}/providers/Microsoft.Quota/quotas/none"),
        ("PUT", f"{group_id('rg-log')}/providers/Microsoft.Resources/deployments/one"),
    ):
        azure.call(method, path, {})
        clock.advance(seconds=1)
    found = [(each["operationName"]["value"], each["status"]["value"]) for each in _listed(azure, clock)[:4]]
    assert found == [
        ("Microsoft.Resources/deployments/write", "Failed"),
        ("Microsoft.Quota/quotas/write", "Failed"),
        (f"{vault}/purge/action", "Failed"),
        ("Microsoft.Quota/register/action", "Succeeded"),
    ]
