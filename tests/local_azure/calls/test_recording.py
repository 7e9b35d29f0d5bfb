"""A local Azure that records lists all that it serves, and keeps which of it was called; another one does neither."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from local_azure.calls.listing import FILE as LISTED
from local_azure.calls.listing import listed_operations
from local_azure.calls.operation import Operation
from local_azure.calls.recorder import FILE as CALLED
from local_azure.calls.recorder import recorded_calls
from local_azure.identity import SUBSCRIPTION_SCOPE
from local_azure.options import Options
from tests.local_azure.running import LocalAzure, group_id

ACCOUNTS = "/subscriptions/{}/resourceGroups/{}/providers/Microsoft.Storage/storageAccounts"
GROUP = "/subscriptions/{}/resourceGroups/{}"


@pytest.fixture(scope="module")
def azure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAzure]:
    options = Options(weights="tiny-random", record=True, retry_after_ms=10)
    with LocalAzure(tmp_path_factory.mktemp("recording"), options=options) as running:
        running.register_all()
        yield running


Called = Callable[[], set[tuple[str, str, str]]]


@pytest.fixture
def called(azure: LocalAzure) -> Called:
    """Gives what was called since the test began."""
    (azure.directory / CALLED).unlink(missing_ok=True)
    return lambda: {(one.method, one.operation, one.answered) for one in recorded_calls(azure.directory)}


def test_all_services_are_listed(azure: LocalAzure) -> None:
    listed = listed_operations(azure.directory)
    assert listed == sorted(set(listed))
    assert Operation("management", "PUT", f"{ACCOUNTS}/{{}}") in listed
    assert Operation("management", "POST", f"{ACCOUNTS}/{{}}/listkeys") in listed
    assert Operation("management", "GET", "/subscriptions/{}/providers/Microsoft.Storage/storageAccounts") in listed
    assert Operation("storage", "PUT", "Put Block") in listed
    assert Operation("openai", "POST", "/openai/v1/fine_tuning/jobs") in listed
    assert Operation("keyvault", "GET", "/secrets/{}/{}") in listed
    assert Operation("machinelearning", "POST", "/chat/completions") in listed
    assert Operation("entra", "POST", "/{}/oauth2/v2.0/token") in listed


def test_what_every_request_is_refused_for_is_not_listed(azure: LocalAzure) -> None:
    names = {(each.method, each.name) for each in listed_operations(azure.directory)}
    interfaces = f"{GROUP}/providers/Microsoft.Network/networkInterfaces/{{}}"
    assert ("GET", interfaces) in names
    assert ("PUT", interfaces) not in names
    assert ("POST", "/secrets/{}/backup") not in names


def test_resources_of_two_types_are_two_operations(azure: LocalAzure, called: Called) -> None:
    group = group_id("recorded-types")
    azure.put(group, {"location": "eastus2"})
    azure.call("GET", f"{group}/providers/microsoft.storage/STORAGEACCOUNTS")
    azure.call("GET", f"{SUBSCRIPTION_SCOPE}/providers/Microsoft.Storage/storageAccounts")
    azure.call("GET", f"{group}/providers/Microsoft.KeyVault/vaults/none")
    assert ("PUT", GROUP, "2xx") in called()
    assert ("GET", ACCOUNTS, "2xx") in called()
    assert ("GET", "/subscriptions/{}/providers/Microsoft.Storage/storageAccounts", "2xx") in called()
    assert ("GET", f"{GROUP}/providers/Microsoft.KeyVault/vaults/{{}}", "4xx") in called()


def test_existence_of_a_group_is_told_from_that_of_any_resource(azure: LocalAzure, called: Called) -> None:
    azure.call("HEAD", group_id("recorded-none"))
    azure.call("HEAD", f"{group_id('recorded-none')}/providers/Microsoft.KeyVault/vaults/none")
    assert ("HEAD", GROUP, "4xx") in called()
    assert ("HEAD", "{resource id}", "4xx") in called()


def test_every_call_that_is_recorded_is_listed(azure: LocalAzure) -> None:
    azure.call("GET", f"{SUBSCRIPTION_SCOPE}/resources")
    azure.call("GET", "/metadata/endpoints")
    azure.call("GET", "https://someone.blob.core.windows.net/rows?restype=container&comp=list")
    listed = set(listed_operations(azure.directory))
    recorded = {Operation(one.service, one.method, one.operation) for one in recorded_calls(azure.directory)}
    assert {"management", "storage"} <= {each.service for each in recorded}
    assert recorded <= listed


def test_nothing_is_listed_or_recorded_unless_asked(tmp_path: Path) -> None:
    with LocalAzure(tmp_path) as azure:
        azure.call("GET", f"{SUBSCRIPTION_SCOPE}/resources")
    assert not (tmp_path / LISTED).exists()
    assert not (tmp_path / CALLED).exists()
