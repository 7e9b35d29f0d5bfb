"""A deleted Log Analytics workspace comes back by the PUT that made it, with the id it had."""

from typing import Any

import pytest

from tests.local_azure.running import LocalAzure

WORKSPACES = "providers/Microsoft.OperationalInsights/workspaces"
BODY = {"location": "eastus2", "properties": {"sku": {"name": "PerGB2018"}}}


def test_the_same_put_brings_it_back(local_azure: LocalAzure, group: str) -> None:
    path = f"{group}/{WORKSPACES}/log-back"
    customer = local_azure.put(path, BODY)["properties"]["customerId"]
    deleted = local_azure.call("DELETE", path)
    assert "/operationStatuses/" in deleted.headers["Azure-AsyncOperation"]
    assert "/operationResults/" in deleted.headers["Location"]
    local_azure.finish(deleted)
    assert local_azure.put(path, BODY)["properties"]["customerId"] == customer


def test_in_another_region_its_name_is_taken(local_azure: LocalAzure, group: str) -> None:
    path = f"{group}/{WORKSPACES}/log-moved"
    local_azure.put(path, BODY)
    local_azure.delete(path)
    answer = local_azure.call("PUT", path, BODY | {"location": "westus"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "Conflict")


def test_deleted_by_force_it_is_gone(local_azure: LocalAzure, group: str) -> None:
    path = f"{group}/{WORKSPACES}/log-forced"
    customer = local_azure.put(path, BODY)["properties"]["customerId"]
    local_azure.finish(local_azure.call("DELETE", f"{path}?force=true"))
    assert local_azure.put(path, BODY)["properties"]["customerId"] != customer


def test_a_deleted_one_is_listed_and_comes_back_with_its_keys(local_azure: LocalAzure, group: str) -> None:
    path = f"{group}/{WORKSPACES}/log-listed"
    local_azure.put(path, BODY)
    keys = local_azure.call("POST", f"{path}/sharedKeys").json()
    assert keys.keys() == {"primarySharedKey", "secondarySharedKey"}
    local_azure.delete(path)
    deleted = f"{group}/providers/Microsoft.OperationalInsights/deletedWorkspaces"
    assert [each["name"] for each in local_azure.call("GET", deleted).json()["value"]] == ["log-listed"]
    local_azure.put(path, BODY)
    assert local_azure.call("POST", f"{path}/sharedKeys").json() == keys
    assert local_azure.call("GET", deleted).json()["value"] == []


@pytest.mark.parametrize(
    "wrong",
    [{"sku": {"name": "Golden"}}, {"retentionInDays": 7}, {"retentionInDays": 731}, {"sku": {"name": "Free"}}],
)
def test_skus_and_retention_have_limits(local_azure: LocalAzure, group: str, wrong: dict[str, Any]) -> None:
    sent = {"location": "eastus2", "properties": {"retentionInDays": 30} | wrong}
    answer = local_azure.call("PUT", f"{group}/{WORKSPACES}/log-wrong", sent)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "InvalidParameter")
