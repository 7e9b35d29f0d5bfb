"""Deleting: waited for, and what is gone already counts as deleted."""

import grpc
import pytest

from tests.toolchain.azure_native.fake_azure import GROUP, FakeAzure, PassingClock, failure, reply
from tests.toolchain.azure_native.provider import Provider

STATUS = "/subscriptions/s/operationresults/1"
WORKSPACE = f"{GROUP}/providers/Microsoft.MachineLearningServices/workspaces/hub"


def test_a_delete_is_waited_for_every_30_seconds_unless_azure_says_otherwise(
    provider: Provider, azure: FakeAzure, clock: PassingClock
) -> None:
    azure.scripted["DELETE"] = [reply(202, Location=STATUS)]
    azure.scripted["GET"] = [reply(202), reply(202, retry_after_ms="250"), reply(200)]
    provider.delete("resources:ResourceGroup", GROUP)
    assert clock.waits == [30, 0.25]
    assert {asked.query for asked in azure.requests("GET")} == {"api-version=2024-03-01"}


@pytest.mark.parametrize("when", ["at once", "while polling"])
def test_what_is_gone_counts_as_deleted(provider: Provider, azure: FakeAzure, when: str) -> None:
    gone = failure(404, "ResourceNotFound")
    azure.scripted["DELETE"] = [gone if when == "at once" else reply(202, Location=STATUS)]
    azure.scripted["GET"] = [gone]
    provider.delete("resources:ResourceGroup", GROUP)


def test_a_refusal_is_told_with_azures_code(provider: Provider, azure: FakeAzure) -> None:
    azure.scripted["DELETE"] = [failure(409, "CannotDeleteResource", "it has projects")]
    with pytest.raises(grpc.RpcError, match='Status=409 Code="CannotDeleteResource" Message="it has projects"'):
        provider.delete("machinelearningservices:Workspace", WORKSPACE)


def test_a_delete_that_fails_while_it_is_waited_for_is_told(provider: Provider, azure: FakeAzure) -> None:
    azure.scripted["DELETE"] = [reply(202, Azure_AsyncOperation=STATUS)]
    azure.scripted["GET"] = [reply(200, {"status": "Failed", "error": {"code": "Busy", "message": "in use"}})]
    with pytest.raises(grpc.RpcError, match='Code="Busy" Message="in use"'):
        provider.delete("machinelearningservices:Workspace", WORKSPACE)


def test_a_singleton_gets_its_default_state_back(provider: Provider, azure: FakeAzure) -> None:
    provider.delete(
        "storage:BlobServiceProperties",
        f"{GROUP}/providers/Microsoft.Storage/storageAccounts/data/blobServices/default",
    )
    assert [(asked.method, asked.body) for asked in azure.asked] == [("PUT", {})]
