"""Functions of the provider."""

import grpc
import pytest

from tests.toolchain.azure_native.fake_azure import GROUP, SUBSCRIPTION, FakeAzure, failure, reply
from tests.toolchain.azure_native.provider import Provider

NAMES = {"resourceGroupName": "rg", "accountName": "data"}
ID = f"{GROUP}/providers/Microsoft.Storage/storageAccounts/data"


def test_the_client_is_told_from_the_claims_of_its_token(provider: Provider) -> None:
    assert provider.invoke("authorization:getClientConfig") == {
        "clientId": "the-app",
        "objectId": "the-object",
        "subscriptionId": SUBSCRIPTION,
        "tenantId": "the-tenant",
    }


def test_a_token_can_be_asked_for(provider: Provider) -> None:
    assert provider.invoke("authorization:getClientToken")["token"].startswith("header.")


def test_a_getter_reads_the_resource(provider: Provider, azure: FakeAzure) -> None:
    azure.resources[ID.lower()] = {"id": ID, "name": "data", "properties": {"supportsHttpsTrafficOnly": True}}
    assert provider.invoke("storage:getStorageAccount", NAMES) == {
        "id": ID,
        "name": "data",
        "enableHttpsTrafficOnly": True,
        "azureApiVersion": "2024-01-01",
    }


def test_a_lister_posts_the_action(provider: Provider, azure: FakeAzure) -> None:
    azure.scripted["POST"] = [reply(200, {"keys": [{"value": "k"}]})]
    assert provider.invoke("storage:listStorageAccountKeys", {**NAMES, "expand": "kerb"}) == {"keys": [{"value": "k"}]}
    asked = azure.requests("POST")[0]
    assert (asked.path, asked.body) == (f"{ID}/listKeys", {})
    assert asked.query == "api-version=2024-01-01&%24expand=kerb"


def test_a_refusal_names_the_resource(provider: Provider, azure: FakeAzure) -> None:
    azure.scripted["POST"] = [failure(403, "AuthorizationFailed", "not you")]
    with pytest.raises(grpc.RpcError, match=f"request failed {ID}: Status=403"):
        provider.invoke("storage:listStorageAccountKeys", NAMES)


def test_a_function_that_is_not_known_is_refused_by_name(provider: Provider) -> None:
    with pytest.raises(grpc.RpcError, match="does not know the function compute:getVirtualMachine"):
        provider.invoke("compute:getVirtualMachine")
