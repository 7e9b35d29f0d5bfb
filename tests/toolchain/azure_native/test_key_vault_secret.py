"""Secrets of key vaults: a deleted one that holds the name is recovered, and deleting goes through the vault."""

import grpc
import pytest

from tests.toolchain.azure_native.fake_azure import GROUP, FakeAzure, PassingClock, failure, reply
from tests.toolchain.azure_native.provider import Provider
from toolchain.azure_native.credentials import claims

ID = f"{GROUP}/providers/Microsoft.KeyVault/vaults/keys/secrets/word"
INPUTS = {"vaultName": "keys", "resourceGroupName": "rg", "secretName": "word", "properties": {"value": "x"}}
CONFLICT = failure(409, "Conflict", "deleted but recoverable")


def test_the_answer_to_the_write_is_the_state(provider: Provider, azure: FakeAzure) -> None:
    azure.scripted["PUT"] = [reply(201, {"id": ID, "name": "word", "properties": {"secretUri": "https://keys"}})]
    made, state = provider.create("keyvault:Secret", INPUTS)
    assert (made, state["properties"]) == (ID, {"secretUri": "https://keys"})
    assert [asked.method for asked in azure.asked] == ["GET", "PUT"]


def test_a_secret_that_exists_is_not_created_over(provider: Provider, azure: FakeAzure) -> None:
    azure.resources[ID.lower()] = {"id": ID}
    with pytest.raises(grpc.RpcError, match=f'cannot create already existing resource "{ID}"'):
        provider.create("keyvault:Secret", INPUTS)


def test_a_deleted_secret_of_the_name_is_recovered_and_written_again(
    provider: Provider, azure: FakeAzure, clock: PassingClock
) -> None:
    azure.scripted["PUT"] = [CONFLICT, CONFLICT, reply(200, {"id": ID})]
    azure.scripted["GET"] = [failure(404, "NotFound"), reply(200, {}), failure(404, "NotFound")]
    azure.scripted["POST"] = [reply(200, {})]
    provider.create("keyvault:Secret", INPUTS)
    recovered = azure.requests("POST")[0]
    assert (recovered.host, recovered.path) == ("keys.vault.azure.net", "/deletedsecrets/word/recover")
    assert clock.waits == [5, 5]


def test_a_conflict_that_no_deleted_secret_explains_is_told_in_the_end(provider: Provider, azure: FakeAzure) -> None:
    azure.scripted["PUT"] = [CONFLICT] * 6
    with pytest.raises(grpc.RpcError, match="deleted but recoverable"):
        provider.create("keyvault:Secret", INPUTS)
    assert azure.requests("POST") == []


def test_conflicts_are_not_waited_out_for_ever(provider: Provider, azure: FakeAzure, clock: PassingClock) -> None:
    azure.scripted["PUT"] = [CONFLICT] * 100
    azure.scripted["GET"] = [failure(404, "NotFound"), *[reply(200, {})] * 100]
    azure.scripted["POST"] = [reply(200, {})] * 100
    with pytest.raises(grpc.RpcError, match="deleted but recoverable"):
        provider.create("keyvault:Secret", INPUTS)
    assert sum(clock.waits) == 180


def test_deleting_goes_through_the_vault_so_that_the_secret_can_be_recovered(
    provider: Provider, azure: FakeAzure
) -> None:
    azure.resources["/secrets/word"] = {"id": "https://keys.vault.azure.net/secrets/word"}
    provider.delete("keyvault:Secret", ID)
    asked = azure.requests("DELETE")[0]
    assert (asked.host, asked.path, asked.query) == ("keys.vault.azure.net", "/secrets/word", "api-version=7.4")
    assert claims(asked.headers["Authorization"])["scope"] == "https://vault.azure.net/.default"


def test_a_secret_that_is_gone_counts_as_deleted_and_a_refusal_is_told(provider: Provider, azure: FakeAzure) -> None:
    azure.scripted["DELETE"] = [failure(404, "SecretNotFound"), failure(403, "Forbidden", "not you")]
    provider.delete("keyvault:Secret", ID)
    with pytest.raises(grpc.RpcError, match='Code="Forbidden" Message="not you"'):
        provider.delete("keyvault:Secret", ID)
