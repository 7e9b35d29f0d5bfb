"""With Azure's times an operation ends when it would on Azure, by the local Azure's clock, also over a restart."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from local_azure.clock.movable import MovableClock
from local_azure.identity import SUBSCRIPTION_SCOPE
from local_azure.options import Options
from tests.local_azure.running import LocalAzure, group_id

NOON = datetime(2026, 10, 7, 12, 0, tzinfo=UTC)
STORAGE = f"{group_id('rg')}/providers/Microsoft.Storage/storageAccounts"
REGISTRIES = f"{group_id('rg')}/providers/Microsoft.ContainerRegistry/registries"
ACCOUNT = {"location": "eastus2", "kind": "StorageV2", "sku": {"name": "Standard_LRS"}, "properties": {}}
REGISTRY = {"location": "eastus2", "sku": {"name": "Basic"}, "properties": {}}
CLOCK = MovableClock(standing_at=NOON, turn_seconds=600)


def as_on_azure(directory: Path, clock: MovableClock, scale: float = 1.0) -> LocalAzure:
    options = Options(weights="tiny-random", retry_after_ms=10, latency="azure", latency_scale=scale)
    return LocalAzure(directory, clock=clock, options=options)


@pytest.fixture(scope="module")
def azure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAzure]:
    """A local Azure as slow as Azure is, whose time the tests move, with a group and its providers."""
    with as_on_azure(tmp_path_factory.mktemp("slow"), CLOCK) as running:
        running.register_all()
        running.advance(minutes=5)
        running.put(group_id("rg"), {"location": "eastus2"})
        yield running


def polled(azure: LocalAzure, answer: httpx.Response) -> httpx.Response:
    return azure.call("GET", answer.headers.get("Azure-AsyncOperation") or answer.headers["Location"])


def test_an_account_is_made_after_twenty_one_seconds_and_no_moment_before(azure: LocalAzure) -> None:
    begun = azure.call("PUT", f"{STORAGE}/stslow1", ACCOUNT)
    azure.advance(seconds=20.9)
    assert polled(azure, begun).status_code == 202
    azure.advance(seconds=0.1)
    assert polled(azure, begun).status_code == 200
    assert azure.call("GET", f"{STORAGE}/stslow1").json()["properties"]["provisioningState"] == "Succeeded"


def test_the_times_of_an_operation_are_its_own_however_far_time_was_moved(azure: LocalAzure) -> None:
    begun = azure.call("PUT", f"{REGISTRIES}/regslow1", REGISTRY)
    azure.advance(hours=20)
    status = polled(azure, begun).json()
    began, ended = (datetime.fromisoformat(status[time][:-2]) for time in ("startTime", "endTime"))
    assert status["status"] == "Succeeded"
    assert timedelta(seconds=5) <= ended - began <= timedelta(seconds=15)


def test_what_azure_answers_at_once_is_there_at_once(azure: LocalAzure) -> None:
    container = f"{STORAGE}/stsync1/blobServices/default/containers/data"
    azure.call("PUT", f"{STORAGE}/stsync1", ACCOUNT)
    azure.advance(seconds=21)
    assert azure.call("PUT", container, {"properties": {}}).status_code == 201
    assert azure.call("GET", container).status_code == 200
    assert azure.call("DELETE", f"{STORAGE}/stsync1").status_code == 200


def test_an_operation_is_forgotten_a_day_after_its_end(azure: LocalAzure) -> None:
    begun = azure.call("PUT", f"{REGISTRIES}/regslow2", REGISTRY)
    azure.advance(minutes=1)
    assert polled(azure, begun).json()["status"] == "Succeeded"
    azure.advance(days=1)
    assert polled(azure, begun).json()["error"]["code"] == "OperationNotFound"


def test_a_provider_is_registered_after_a_while(azure: LocalAzure) -> None:
    search = f"{SUBSCRIPTION_SCOPE}/providers/Microsoft.Network"
    azure.call("POST", f"{search}/unregister")
    azure.advance(minutes=5)
    azure.call("POST", f"{search}/register").raise_for_status()
    assert azure.call("GET", search).json()["registrationState"] == "Registering"
    azure.advance(minutes=2)
    assert azure.call("GET", search).json()["registrationState"] == "Registered"


def test_a_restart_in_the_middle_makes_an_operation_neither_longer_nor_shorter(tmp_path: Path) -> None:
    clock = MovableClock(standing_at=NOON, turn_seconds=600)
    with as_on_azure(tmp_path, clock) as azure:
        azure.call("POST", f"{SUBSCRIPTION_SCOPE}/providers/Microsoft.Storage/register")
        azure.advance(minutes=5)
        azure.put(group_id("rg"), {"location": "eastus2"})
        begun = azure.call("PUT", f"{STORAGE}/strestart1", ACCOUNT)
        azure.advance(seconds=15)
    with as_on_azure(tmp_path, clock) as azure:
        azure.advance(seconds=5.9)
        assert polled(azure, begun).status_code == 202
        azure.advance(seconds=0.1)
        assert polled(azure, begun).status_code == 200


def test_a_scaled_time_passes_by_itself(tmp_path: Path) -> None:
    with as_on_azure(tmp_path, MovableClock(), scale=0.0001) as azure:
        azure.call("POST", f"{SUBSCRIPTION_SCOPE}/providers/Microsoft.Storage/register")
        azure.put(group_id("rg"), {"location": "eastus2"})
        azure.advance(seconds=1)
        assert azure.put(f"{STORAGE}/stquick1", ACCOUNT)["properties"]["provisioningState"] == "Succeeded"
