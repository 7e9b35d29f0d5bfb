"""Children of one parent are written one at a time where their type says so; others don't disturb one another."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from local_azure.behaviour import Behaviour
from local_azure.errors import AzureError
from local_azure.options import Options
from local_azure.platform import Platform
from local_azure.service import Service, discover
from tests.local_azure.running import HeldClock, LocalAzure, group_id

REGISTRY = {"location": "eastus2", "sku": {"name": "Basic"}, "properties": {}}
REGISTRIES = "providers/Microsoft.ContainerRegistry/registries"
VAULTS = "providers/Microsoft.KeyVault/vaults"
VAULT = {
    "location": "eastus2",
    "properties": {"tenantId": "5ca1ab1e-0000-4000-8000-000000000002", "sku": {"family": "A", "name": "standard"}},
}


def group_of(resource_id: str) -> str:
    return resource_id.split("/providers/")[0]


def behaviours(_platform: Platform) -> Mapping[str, Behaviour]:
    return {
        "microsoft.containerregistry/registries": Behaviour(serialized_by=group_of),
        "microsoft.keyvault/vaults": Behaviour(
            serialized_by=group_of, parallel_refusal=lambda parent: AzureError(409, "OneVaultAtATime", parent)
        ),
    }


@pytest.fixture
def azure(tmp_path: Path) -> Iterator[LocalAzure]:
    """A local Azure where operations last, and registries and vaults of one group are written one at a time."""
    services = [*discover(), Service(name="one-at-a-time", behaviours=behaviours)]
    with LocalAzure(tmp_path, clock=HeldClock(), services=services) as quick:
        quick.register_all()
        for name in ("rg-a", "rg-b"):
            quick.put(group_id(name), {"location": "eastus2"})
        quick.put(f"{group_id('rg-a')}/{REGISTRIES}/regthere12345", REGISTRY)
    options = Options(weights="tiny-random", operation_seconds=60, retry_after_ms=10)
    with LocalAzure(tmp_path, clock=HeldClock(), services=services, options=options) as slow:
        yield slow


def test_a_second_child_is_refused_while_the_first_is_written(azure: LocalAzure) -> None:
    here = f"{group_id('rg-a')}/{REGISTRIES}"
    assert azure.call("PUT", f"{here}/regfirst12345", REGISTRY).status_code == 201
    for refused in (
        azure.call("PUT", f"{here}/regsecond12345", REGISTRY),
        azure.call("DELETE", f"{here}/regthere12345"),
    ):
        error = refused.json()["error"]
        assert (refused.status_code, error["code"]) == (409, "RequestConflict")
        assert f"'{group_id('rg-a')}'" in error["message"]
    assert azure.call("GET", f"{here}/regsecond12345").status_code == 404
    assert azure.call("GET", f"{here}/regthere12345").status_code == 200


def test_a_delete_that_goes_on_holds_the_parent_too(azure: LocalAzure) -> None:
    here = f"{group_id('rg-a')}/{REGISTRIES}"
    assert azure.call("DELETE", f"{here}/regthere12345").status_code == 202
    assert azure.call("PUT", f"{here}/regsecond12345", REGISTRY).json()["error"]["code"] == "RequestConflict"


def test_children_of_another_parent_are_written_meanwhile(azure: LocalAzure) -> None:
    assert azure.call("PUT", f"{group_id('rg-a')}/{REGISTRIES}/regfirst12345", REGISTRY).status_code == 201
    assert azure.call("PUT", f"{group_id('rg-b')}/{REGISTRIES}/regother12345", REGISTRY).status_code == 201


def test_a_second_write_of_the_same_child_is_told_so(azure: LocalAzure) -> None:
    path = f"{group_id('rg-a')}/{REGISTRIES}/regfirst12345"
    azure.call("PUT", path, REGISTRY)
    again = azure.call("PUT", path, REGISTRY | {"tags": {"a": "b"}})
    assert again.json()["error"]["code"] == "AnotherOperationInProgress"


def test_a_type_may_have_its_own_words_for_it(azure: LocalAzure) -> None:
    azure.call("PUT", f"{group_id('rg-a')}/{REGISTRIES}/regfirst12345", REGISTRY)
    refused = azure.call("PUT", f"{group_id('rg-a')}/{VAULTS}/kv-second-1", VAULT)
    assert refused.json()["error"] == {"code": "OneVaultAtATime", "message": group_id("rg-a")}
