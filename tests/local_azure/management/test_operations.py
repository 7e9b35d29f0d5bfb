"""Long-running operations are told in the style of each type, and a restart in the middle loses none."""

from pathlib import Path

import pytest

from local_azure.options import Options
from tests.local_azure.running import HeldClock, LocalAzure, group_id

REGISTRY = {"location": "eastus2", "sku": {"name": "Basic"}, "properties": {}}
REGISTRIES = "providers/Microsoft.ContainerRegistry/registries"
VAULTS = "providers/Microsoft.KeyVault/vaults"
SLOW = Options(weights="tiny-random", operation_seconds=60, retry_after_ms=10)


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A local Azure's folder with an empty group in it."""
    with LocalAzure(tmp_path, clock=HeldClock()) as azure:
        azure.register_all()
        azure.put(group_id("rg"), {"location": "eastus2"})
    return tmp_path


def test_an_azure_async_operation_is_polled_to_its_end(local_azure: LocalAzure, group: str) -> None:
    answer = local_azure.call("PUT", f"{group}/{REGISTRIES}/regpolled12345", REGISTRY)
    assert (answer.status_code, answer.json()["properties"]["provisioningState"]) == (201, "Creating")
    assert answer.headers["retry-after-ms"] == "10"
    assert int(answer.headers["Retry-After"]) >= 1
    status = local_azure.finish(answer).json()
    assert status["status"] == "Succeeded"
    assert status["id"].endswith(f"/locations/eastus2/operationStatuses/{status['name']}")
    assert {"startTime", "endTime", "percentComplete"} <= status.keys()


def test_a_restart_in_the_middle_of_a_put_loses_nothing(directory: Path) -> None:
    registry = f"{group_id('rg')}/{REGISTRIES}/regrestart12345"
    with LocalAzure(directory, clock=HeldClock(), options=SLOW) as azure:
        started = azure.call("PUT", registry, REGISTRY)
        assert azure.call("GET", started.headers["Azure-AsyncOperation"]).json()["status"] == "InProgress"
    with LocalAzure(directory, clock=HeldClock()) as azure:
        assert azure.finish(started).json()["status"] == "Succeeded"
        assert azure.call("GET", registry).json()["properties"]["provisioningState"] == "Succeeded"


def test_a_restart_in_the_middle_of_a_group_delete_loses_nothing(directory: Path) -> None:
    with LocalAzure(directory, clock=HeldClock(), options=SLOW) as azure:
        started = azure.call("DELETE", group_id("rg"))
        assert azure.call("GET", started.headers["Location"]).status_code == 202
        assert azure.call("GET", group_id("rg")).json()["properties"]["provisioningState"] == "Deleting"
        again = azure.call("DELETE", group_id("rg"))
        assert (again.status_code, again.headers["Location"]) == (202, started.headers["Location"])
        refused = azure.call("PUT", f"{group_id('rg')}/{REGISTRIES}/regtoolate12345", REGISTRY)
        assert refused.json()["error"]["code"] == "ResourceGroupBeingDeleted"
    with LocalAzure(directory, clock=HeldClock()) as azure:
        assert azure.finish(started).status_code == 200
        assert azure.call("GET", group_id("rg")).status_code == 404


def test_a_write_during_another_one_is_refused(directory: Path) -> None:
    vault = f"{group_id('rg')}/{REGISTRIES}/regbusy12345"
    with LocalAzure(directory, clock=HeldClock(), options=SLOW) as azure:
        azure.call("PUT", vault, REGISTRY)
        for answer in (azure.call("PUT", vault, REGISTRY | {"tags": {"a": "b"}}), azure.call("DELETE", vault)):
            assert (answer.status_code, answer.json()["error"]["code"]) == (409, "AnotherOperationInProgress")


def test_a_put_without_headers_is_polled_by_its_body(directory: Path) -> None:
    vault = f"{group_id('rg')}/{VAULTS}/kv-slow-12345"
    body = {
        "location": "eastus2",
        "properties": {"tenantId": "5ca1ab1e-0000-4000-8000-000000000002", "sku": {"family": "A", "name": "standard"}},
    }
    with LocalAzure(directory, clock=HeldClock(), options=SLOW) as azure:
        answer = azure.call("PUT", vault, body)
        assert (answer.status_code, answer.json()["properties"]["provisioningState"]) == (201, "Creating")
        assert not {"Location", "Azure-AsyncOperation"} & set(answer.headers)


def test_an_operation_that_never_was_is_not_found(local_azure: LocalAzure) -> None:
    path = f"{group_id('x').split('/resourceGroups')[0]}/operationresults/nothing"
    assert local_azure.call("GET", path).json()["error"]["code"] == "OperationNotFound"
