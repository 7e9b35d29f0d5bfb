"""Functions of the provider."""

from urllib.parse import unquote

import grpc
import pytest

from catalogue.resource_types import by_token, tokens
from tests.toolchain.azure_native.examples import EXAMPLES
from tests.toolchain.azure_native.fake_azure import GROUP, SUBSCRIPTION, FakeAzure, failure, reply
from tests.toolchain.azure_native.provider import Provider
from toolchain.azure_native.resource_id import build_id

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


def test_subscriptions_are_listed(provider: Provider, azure: FakeAzure) -> None:
    azure.scripted["GET"] = [reply(200, {"value": [{"subscriptionId": SUBSCRIPTION}]})]
    assert provider.invoke("authorization:listSubscriptions") == {"value": [{"subscriptionId": SUBSCRIPTION}]}
    assert (azure.asked[0].path, azure.asked[0].query) == ("/subscriptions", "api-version=2022-12-01")


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


@pytest.mark.parametrize(
    ("token", "function", "action"),
    [
        pytest.param(row.token, f"{(row.token or '').partition(':')[0]}:{function}", action, id=function)
        for row in tokens().values()
        for function, action in row.functions.items()
    ],
)
def test_every_function_of_the_table_calls_its_action(
    provider: Provider, azure: FakeAzure, token: str, function: str, action: str
) -> None:
    azure.scripted["POST"] = [reply(200, {"value": "v"})]
    row, example = by_token(token), EXAMPLES[token]
    names = {name: example[name] for name in row.parameters if name != "subscriptionId"}
    assert provider.invoke(function, {**names, "more": 1}) == {"value": "v"}
    asked = azure.requests("POST")[0]
    assert (asked.path, asked.body) == (f"{build_id(row, names, SUBSCRIPTION)}/{action}", {"more": 1})


@pytest.mark.parametrize("token", EXAMPLES)
def test_every_class_of_the_table_has_a_getter(provider: Provider, azure: FakeAzure, token: str) -> None:
    row, example = by_token(token), EXAMPLES[token]
    names = {name: example[name] for name in row.parameters if name != "subscriptionId"}
    azure.scripted["GET"] = [reply(200, {"id": "/it", "name": "it"})]
    module, _, class_name = token.partition(":")
    assert provider.invoke(f"{module}:get{class_name}", names)["id"] == "/it"
    assert azure.requests("GET")[0].path.lower() == unquote(build_id(row, names, SUBSCRIPTION)).lower()


def test_a_refusal_names_the_resource(provider: Provider, azure: FakeAzure) -> None:
    azure.scripted["POST"] = [failure(403, "AuthorizationFailed", "not you")]
    with pytest.raises(grpc.RpcError, match=f"request failed {ID}: Status=403"):
        provider.invoke("storage:listStorageAccountKeys", NAMES)


def test_a_function_that_is_not_known_is_refused_by_name(provider: Provider) -> None:
    with pytest.raises(grpc.RpcError, match="does not know the function compute:getVirtualMachine"):
        provider.invoke("compute:getVirtualMachine")
