"""Changing in place: the whole body is put, with what others maintain kept and what is taken away named."""

from typing import Any

import grpc
import pytest

from tests.toolchain.azure_native.fake_azure import GROUP, FakeAzure, failure, reply
from tests.toolchain.azure_native.provider import Provider, half_made
from toolchain.azure_native.values import UNKNOWN

VAULT_ID = f"{GROUP}/providers/Microsoft.KeyVault/vaults/kv"
VAULT = {"vaultName": "kv", "resourceGroupName": "rg", "location": "eastus2", "properties": {"tenantId": "t"}}
IDENTITY = f"{GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities"


def account(*identities: str) -> dict[str, Any]:
    return {
        "accountName": "ai",
        "resourceGroupName": "rg",
        "identity": {"type": "UserAssigned", "userAssignedIdentities": [f"{IDENTITY}/{name}" for name in identities]},
    }


def test_the_whole_body_is_put_and_read_back(provider: Provider, azure: FakeAzure) -> None:
    group = {"resourceGroupName": "rg", "location": "eastus2"}
    state = provider.update("resources:ResourceGroup", group, {**group, "tags": {"owner.name": "me"}})
    assert azure.requests("PUT")[0].body == {"location": "eastus2", "tags": {"owner.name": "me"}}
    assert state["tags"] == {"owner.name": "me"}
    assert [asked.method for asked in azure.asked] == ["PUT", "GET"]


def test_access_policies_that_others_maintain_are_kept(provider: Provider, azure: FakeAzure) -> None:
    azure.resources[VAULT_ID.lower()] = {"id": VAULT_ID, "properties": {"accessPolicies": [{"objectId": "o"}]}}
    provider.update("keyvault:Vault", VAULT, VAULT)
    assert azure.requests("PUT")[0].body["properties"] == {"tenantId": "t", "accessPolicies": [{"objectId": "o"}]}


def test_an_identity_taken_away_goes_as_null_by_patch(provider: Provider, azure: FakeAzure) -> None:
    provider.update("cognitiveservices:Account", account("one", "two"), account("two"))
    assert azure.requests("PATCH")[0].body["identity"]["userAssignedIdentities"] == {
        f"{IDENTITY}/one": None,
        f"{IDENTITY}/two": {},
    }


def test_an_identity_added_goes_by_put(provider: Provider, azure: FakeAzure) -> None:
    provider.update("cognitiveservices:Account", account("one"), account("one", "two"))
    assert len(azure.requests("PUT")) == 1


def test_an_update_that_fails_after_azure_took_it_keeps_the_resource(provider: Provider, azure: FakeAzure) -> None:
    azure.scripted["PUT"] = [reply(200, {"properties": {"provisioningState": "Updating"}})]
    failed = {"id": VAULT_ID, "properties": {"provisioningState": "Failed"}, "error": {"code": "Bad", "message": "so"}}
    azure.scripted["GET"] = [failure(404, "ResourceNotFound"), reply(200, failed), reply(200, failed)]
    with pytest.raises(grpc.RpcError, match='Code="Bad" Message="so"') as raised:
        provider.update("keyvault:Vault", VAULT, VAULT)
    assert half_made(raised.value).id == VAULT_ID


def test_a_preview_asks_azure_nothing_and_keeps_name_and_place(provider: Provider, azure: FakeAzure) -> None:
    state = provider.update("keyvault:Vault", VAULT, VAULT, {"name": "kv", "location": "eastus2"}, preview=True)
    assert azure.asked == []
    assert (state["name"], state["location"]) == ("kv", "eastus2")
    assert state["properties"] == {
        "tenantId": "t",
        "hsmPoolResourceId": UNKNOWN,
        "privateEndpointConnections": UNKNOWN,
        "provisioningState": UNKNOWN,
        "vaultUri": UNKNOWN,
    }


def test_subnets_that_are_resources_of_their_own_are_kept(provider: Provider, azure: FakeAzure) -> None:
    network = {"virtualNetworkName": "net", "resourceGroupName": "rg", "location": "eastus2"}
    made = f"{GROUP}/providers/Microsoft.Network/virtualNetworks/net"
    azure.resources[made.lower()] = {
        "id": made,
        "properties": {"subnets": [{"name": "ai", "id": f"{made}/subnets/ai"}]},
    }
    provider.update("network:VirtualNetwork", network, {**network, "tags": {"owner": "me"}})
    assert azure.requests("PUT")[0].body == {
        "location": "eastus2",
        "tags": {"owner": "me"},
        "properties": {"subnets": [{"name": "ai", "id": f"{made}/subnets/ai"}]},
    }


def test_an_input_that_is_part_of_the_query_is_sent_there(provider: Provider, azure: FakeAzure) -> None:
    store = {
        "workspaceName": "w",
        "resourceGroupName": "rg",
        "name": "files",
        "properties": {"datastoreType": "AzureBlob"},
    }
    provider.update("machinelearningservices:Datastore", store, {**store, "skipValidation": True})
    asked = azure.requests("PUT")[0]
    assert asked.query == "api-version=2025-12-01&skipValidation=true"
    assert "skipValidation" not in asked.body["properties"]
