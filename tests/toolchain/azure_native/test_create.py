"""Creating: what must not exist yet is put, waited for and read back."""

import grpc
import pytest

from tests.toolchain.azure_native.fake_azure import GROUP, FakeAzure, PassingClock, failure, reply
from tests.toolchain.azure_native.provider import Provider, half_made
from toolchain.azure_native.values import UNKNOWN, from_struct

ACCOUNT_ID = f"{GROUP}/providers/Microsoft.Storage/storageAccounts/data"
ACCOUNT = {
    "accountName": "data",
    "resourceGroupName": "rg",
    "kind": "StorageV2",
    "sku": {"name": "Standard_LRS"},
    "location": "eastus2",
    "enableHttpsTrafficOnly": True,
    "azureApiVersion": "2024-01-01",
    "__createBeforeDelete": True,
}
STATUS = f"{GROUP}/status?api-version=1"


def test_a_resource_is_looked_for_put_and_read_back(provider: Provider, azure: FakeAzure) -> None:
    made, state = provider.create("storage:StorageAccount", ACCOUNT)
    assert [asked.method for asked in azure.asked] == ["GET", "PUT", "GET"]
    assert {asked.query for asked in azure.asked} == {"api-version=2024-01-01"}
    assert made == ACCOUNT_ID
    assert (state["enableHttpsTrafficOnly"], state["name"], state["azureApiVersion"]) == (True, "data", "2024-01-01")
    assert "properties" not in state


def test_the_body_has_each_input_where_azure_has_it(provider: Provider, azure: FakeAzure) -> None:
    provider.create("storage:StorageAccount", ACCOUNT)
    assert azure.requests("PUT")[0].body == {
        "kind": "StorageV2",
        "sku": {"name": "Standard_LRS"},
        "location": "eastus2",
        "properties": {"supportsHttpsTrafficOnly": True},
    }


def test_what_exists_already_is_refused_and_left_alone(provider: Provider, azure: FakeAzure) -> None:
    azure.resources[ACCOUNT_ID.lower()] = {"id": ACCOUNT_ID}
    with pytest.raises(grpc.RpcError, match=f"cannot create already existing resource '{ACCOUNT_ID}'"):
        provider.create("storage:StorageAccount", ACCOUNT)
    assert not azure.requests("PUT")


def test_a_create_that_cannot_find_out_what_exists_puts_nothing(provider: Provider, azure: FakeAzure) -> None:
    azure.scripted["GET"] = [failure(403, "AuthorizationFailed", "not you")]
    with pytest.raises(grpc.RpcError, match=r"cannot check existence of resource .*: status code 403, not you"):
        provider.create("storage:StorageAccount", ACCOUNT)
    assert not azure.requests("PUT")


def test_a_singleton_is_created_over_the_one_that_azure_always_has(provider: Provider, azure: FakeAzure) -> None:
    service = f"{ACCOUNT_ID}/blobServices/default"
    azure.resources[service.lower()] = {"id": service}
    names = {"accountName": "data", "resourceGroupName": "rg", "blobServicesName": "default"}
    made, _ = provider.create("storage:BlobServiceProperties", names)
    assert made == service


def test_an_accepted_create_is_waited_for_at_the_pace_that_azure_asks(
    provider: Provider, azure: FakeAzure, clock: PassingClock
) -> None:
    azure.scripted["PUT"] = [reply(202, {}, Location=STATUS)]
    azure.scripted["GET"] = [failure(404, "ResourceNotFound"), reply(202, retry_after="17"), reply(200, {"id": "x"})]
    azure.resources[ACCOUNT_ID.lower()] = {"id": ACCOUNT_ID, "properties": {"provisioningState": "Succeeded"}}
    _, state = provider.create("storage:StorageAccount", ACCOUNT)
    assert clock.waits == [17]
    assert state["provisioningState"] == "Succeeded"


def test_a_create_that_fails_after_azure_took_it_leaves_the_resource_in_the_state(
    provider: Provider, azure: FakeAzure
) -> None:
    azure.scripted["PUT"] = [reply(202, {}, Azure_AsyncOperation=STATUS)]
    failed = {"status": "Failed", "error": {"code": "Broken", "message": "the disk is full"}}
    half = {"id": ACCOUNT_ID, "properties": {"provisioningState": "Failed"}}
    azure.scripted["GET"] = [failure(404, "ResourceNotFound"), reply(200, failed), reply(200, half)]
    with pytest.raises(grpc.RpcError, match="the disk is full") as raised:
        provider.create("storage:StorageAccount", ACCOUNT)
    left = half_made(raised.value)
    assert left.id == ACCOUNT_ID
    assert list(left.reasons) == ['Status=200 Code="Broken" Message="the disk is full"']
    assert from_struct(left.properties)["provisioningState"] == "Failed"
    assert from_struct(left.inputs)["accountName"] == "data"


def test_a_create_that_azure_refuses_at_once_leaves_nothing(provider: Provider, azure: FakeAzure) -> None:
    azure.scripted["PUT"] = [failure(409, "StorageAccountAlreadyTaken", "taken")]
    with pytest.raises(grpc.RpcError, match='Status=409 Code="StorageAccountAlreadyTaken"') as raised:
        provider.create("storage:StorageAccount", ACCOUNT)
    assert not raised.value.trailing_metadata()  # type: ignore[attr-defined]


def test_a_state_that_cannot_be_read_back_is_only_a_warning(provider: Provider, azure: FakeAzure) -> None:
    azure.scripted["GET"] = [failure(404, "ResourceNotFound"), failure(403, "AuthorizationFailed")]
    made, state = provider.create("storage:StorageAccount", ACCOUNT)
    assert (made, state["kind"]) == (ACCOUNT_ID, "StorageV2")
    assert "Failed to read resource after Create" in provider.warnings[0]


def test_a_preview_asks_azure_nothing_and_knows_what_it_does_not_know(provider: Provider, azure: FakeAzure) -> None:
    made, state = provider.create("storage:StorageAccount", ACCOUNT, preview=True)
    assert (made, azure.asked) == ("", [])
    assert (state["kind"], state["name"], state["primaryEndpoints"]) == ("StorageV2", UNKNOWN, UNKNOWN)


def test_a_type_without_a_row_is_refused_by_name(provider: Provider) -> None:
    with pytest.raises(grpc.RpcError, match=r"storage:Queue is not in catalogue/types"):
        provider.create("storage:Queue", {})


def test_lists_that_other_resources_maintain_are_created_empty(provider: Provider, azure: FakeAzure) -> None:
    network = {"virtualNetworkName": "net", "resourceGroupName": "rg", "location": "eastus2"}
    provider.create("network:VirtualNetwork", network)
    assert azure.requests("PUT")[0].body["properties"] == {"subnets": [], "virtualNetworkPeerings": []}


def test_an_object_that_a_body_must_have_is_there_without_inputs(provider: Provider, azure: FakeAzure) -> None:
    hub = {"workspaceName": "hub", "resourceGroupName": "rg", "location": "eastus2"}
    provider.create("machinelearningservices:Workspace", hub)
    assert azure.requests("PUT")[0].body == {"location": "eastus2", "properties": {}}
