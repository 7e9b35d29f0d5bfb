"""A deleted Log Analytics workspace comes back by the PUT that made it, with the id it had."""

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
