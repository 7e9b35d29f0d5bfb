"""Diagnostic settings: on what exists and can send, to sinks that exist, and no category twice to one sink."""

from typing import Any

import pytest

from tests.local_azure.running import LocalAzure

WORKSPACES = "providers/Microsoft.OperationalInsights/workspaces"
SETTINGS = "providers/Microsoft.Insights/diagnosticSettings"


@pytest.fixture
def workspace(local_azure: LocalAzure, group: str) -> str:
    """The id of a Log Analytics workspace."""
    made = f"{group}/{WORKSPACES}/log-sink"
    local_azure.put(made, {"location": "eastus2", "properties": {}})
    return made


@pytest.fixture
def registry(local_azure: LocalAzure, group: str) -> str:
    """The id of a registry, which has logs and metrics to send."""
    made = f"{group}/providers/Microsoft.ContainerRegistry/registries/reg{group.rsplit('-', 1)[-1]}"
    local_azure.put(made, {"location": "eastus2", "sku": {"name": "Basic"}, "properties": {}})
    return made


def setting(workspace: str, *, logs: str = "allLogs", metrics: str = "AllMetrics") -> dict[str, Any]:
    properties: dict[str, Any] = {"workspaceId": workspace}
    if logs:
        member = "categoryGroup" if logs == "allLogs" else "category"
        properties["logs"] = [{member: logs, "enabled": True}]
    if metrics:
        properties["metrics"] = [{"category": metrics, "enabled": True}]
    return {"properties": properties}


def test_a_resource_sends_what_it_has(local_azure: LocalAzure, registry: str, workspace: str) -> None:
    path = f"{registry}/{SETTINGS}/tunestack"
    made = local_azure.call("PUT", path, setting(workspace))
    assert made.status_code == 200
    assert made.json()["properties"]["workspaceId"] == workspace
    assert local_azure.call("PUT", path, setting(workspace)).status_code == 200
    assert [each["name"] for each in local_azure.call("GET", f"{registry}/{SETTINGS}").json()["value"]] == ["tunestack"]


@pytest.mark.parametrize(
    ("logs", "metrics", "category"), [("allLogs", "", "allLogs"), ("", "AllMetrics", "AllMetrics")]
)
def test_a_sink_takes_a_category_once(
    local_azure: LocalAzure, registry: str, workspace: str, logs: str, metrics: str, category: str
) -> None:
    local_azure.put(f"{registry}/{SETTINGS}/first", setting(workspace))
    answer = local_azure.call("PUT", f"{registry}/{SETTINGS}/second", setting(workspace, logs=logs, metrics=metrics))
    assert answer.status_code == 409
    assert answer.json() == {
        "code": "Conflict",
        "message": f"Data sink '{workspace}' is already used in diagnostic setting 'first' for category '{category}'. "
        "Data sinks can't be reused in different settings on the same category for the same resource.",
    }


def test_all_logs_hold_each_category(local_azure: LocalAzure, registry: str, workspace: str) -> None:
    local_azure.put(f"{registry}/{SETTINGS}/first", setting(workspace, metrics=""))
    one = setting(workspace, logs="ContainerRegistryLoginEvents", metrics="")
    assert local_azure.call("PUT", f"{registry}/{SETTINGS}/second", one).status_code == 409


def test_another_sink_or_category_is_free(local_azure: LocalAzure, group: str, registry: str, workspace: str) -> None:
    other = f"{group}/{WORKSPACES}/log-other"
    local_azure.put(other, {"location": "eastus2", "properties": {}})
    local_azure.put(f"{registry}/{SETTINGS}/first", setting(workspace, logs=""))
    local_azure.put(f"{registry}/{SETTINGS}/second", setting(workspace, metrics=""))
    local_azure.put(f"{registry}/{SETTINGS}/third", setting(other))


def test_a_resource_has_five_at_most(local_azure: LocalAzure, registry: str, workspace: str) -> None:
    for number in range(5):
        category = setting(workspace, logs=f"Category{number}", metrics="")
        local_azure.put(f"{registry}/{SETTINGS}/number-{number}", category)
    answer = local_azure.call("PUT", f"{registry}/{SETTINGS}/six", setting(workspace, logs="Category6", metrics=""))
    assert (answer.status_code, answer.json()["code"]) == (409, "Conflict")


def test_what_is_wrong_is_told_without_a_wrapper(local_azure: LocalAzure, registry: str, workspace: str) -> None:
    nowhere = setting(workspace.replace("log-sink", "log-none"))
    both = setting(workspace)
    both["properties"]["logs"][0]["category"] = "Audit"
    cases = [({"properties": {}}, 400, "BadRequest"), (nowhere, 404, "ResourceNotFound"), (both, 400, "BadRequest")]
    for body, status, code in cases:
        answer = local_azure.call("PUT", f"{registry}/{SETTINGS}/wrong", body)
        assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_what_a_type_lacks_is_refused(local_azure: LocalAzure, group: str, workspace: str) -> None:
    account = f"{group}/providers/Microsoft.Storage/storageAccounts/stdiagnostics1"
    local_azure.put(account, {"location": "eastus2", "kind": "StorageV2", "sku": {"name": "Standard_LRS"}})
    answer = local_azure.call("PUT", f"{account}/{SETTINGS}/one", setting(workspace))
    assert (answer.status_code, answer.json()["code"]) == (400, "BadRequest")
    local_azure.put(f"{account}/{SETTINGS}/one", setting(workspace, logs=""))
    local_azure.put(f"{account}/blobServices/default/{SETTINGS}/one", setting(workspace))


def test_a_resource_that_is_not_there_has_none(local_azure: LocalAzure, group: str, workspace: str) -> None:
    missing = f"{group}/providers/Microsoft.ContainerRegistry/registries/regmissing1"
    assert local_azure.call("PUT", f"{missing}/{SETTINGS}/one", setting(workspace)).status_code == 404
