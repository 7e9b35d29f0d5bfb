"""App Insights components have the ids and the connection string that SDKs need."""

from tests.local_azure.running import LocalAzure

COMPONENTS = "providers/Microsoft.Insights/components"
BODY = {"location": "eastus2", "kind": "web", "properties": {"Application_Type": "web"}}


def test_a_component_has_ids_that_stay(local_azure: LocalAzure, group: str) -> None:
    path = f"{group}/{COMPONENTS}/appi-stays"
    first = local_azure.put(path, BODY)["properties"]
    assert first["ConnectionString"].startswith(f"InstrumentationKey={first['InstrumentationKey']};")
    again = local_azure.put(path, BODY | {"tags": {"a": "b"}})["properties"]
    assert again == first


def test_it_stands_on_a_workspace_that_exists(local_azure: LocalAzure, group: str) -> None:
    workspace = f"{group}/providers/Microsoft.OperationalInsights/workspaces/log-below"
    body = BODY | {"properties": {"Application_Type": "web", "WorkspaceResourceId": workspace}}
    assert local_azure.call("PUT", f"{group}/{COMPONENTS}/appi-on", body).status_code == 400
    local_azure.put(workspace, {"location": "eastus2", "properties": {}})
    assert local_azure.put(f"{group}/{COMPONENTS}/appi-on", body)["properties"]["IngestionMode"] == "LogAnalytics"


def test_a_component_without_kind_is_refused(local_azure: LocalAzure, group: str) -> None:
    answer = local_azure.call("PUT", f"{group}/{COMPONENTS}/appi-kind", {"location": "eastus2", "properties": {}})
    assert answer.status_code == 400


def test_what_it_can_not_be_is_refused(local_azure: LocalAzure, group: str) -> None:
    other = f"{group}/providers/Microsoft.ContainerRegistry/registries/regnoworkspace"
    local_azure.put(other, {"location": "eastus2", "sku": {"name": "Basic"}, "properties": {}})
    for wrong in ({"Application_Type": "game"}, {"RetentionInDays": 31}, {"WorkspaceResourceId": other}):
        body = BODY | {"properties": {"Application_Type": "web"} | wrong}
        assert local_azure.call("PUT", f"{group}/{COMPONENTS}/appi-wrong", body).status_code == 400


def test_it_answers_alike_whether_it_was_there_or_not(local_azure: LocalAzure, group: str) -> None:
    path = f"{group}/{COMPONENTS}/appi-alike"
    assert [local_azure.call("PUT", path, BODY).status_code for _ in range(2)] == [200, 200]
