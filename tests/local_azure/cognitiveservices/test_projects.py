"""Foundry projects: on accounts that manage them, with an address, an identity and connections of their own."""

from tests.local_azure.cognitiveservices.conftest import ACCOUNT
from tests.local_azure.running import LocalAzure

PROJECT = {"location": "eastus2", "identity": {"type": "SystemAssigned"}, "properties": {"displayName": "Travel"}}
HOST = {"properties": {"capabilityHostKind": "Agents", "storageConnections": ["files"]}}
CONNECTION = {
    "properties": {
        "category": "AzureBlob",
        "target": "https://files.blob.core.windows.net/",
        "authType": "AAD",
        "metadata": {"ResourceId": "/subscriptions/x"},
    }
}


def code(answer: object) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]  # type: ignore[attr-defined]


def test_a_project_has_an_address_and_an_identity(local_azure: LocalAzure, account: str) -> None:
    project = local_azure.put(f"{account}/projects/travel", PROJECT)
    name = account.rsplit("/", 1)[-1]
    address = f"https://{name}.services.ai.azure.com/api/projects/travel"
    assert project["properties"]["endpoints"] == {"AI Foundry API": address}
    assert project["identity"]["principalId"]
    assert project["properties"]["isDefault"] is True
    assert local_azure.put(f"{account}/projects/second", PROJECT)["properties"]["isDefault"] is False


def test_the_same_project_again_changes_nothing(local_azure: LocalAzure, account: str) -> None:
    first = local_azure.put(f"{account}/projects/travel", PROJECT)
    assert local_azure.call("PUT", f"{account}/projects/travel", PROJECT).status_code == 200
    assert local_azure.put(f"{account}/projects/travel", PROJECT)["etag"] == first["etag"]


def test_an_account_that_does_not_manage_projects_refuses_them(local_azure: LocalAzure, group: str) -> None:
    plain = f"{group}/providers/Microsoft.CognitiveServices/accounts/ai-plain"
    local_azure.put(plain, {**ACCOUNT, "properties": {}})
    answer = local_azure.call("PUT", f"{plain}/projects/travel", PROJECT)
    assert answer.status_code == 400
    assert "allowProjectManagement" in answer.json()["error"]["message"]


def test_an_account_with_projects_goes_on_managing_them(local_azure: LocalAzure, account: str) -> None:
    local_azure.put(f"{account}/projects/travel", PROJECT)
    assert local_azure.call("PUT", account, {**ACCOUNT, "properties": {}}).status_code == 400


def test_a_capability_host_stands_on_connections_and_is_never_changed(local_azure: LocalAzure, account: str) -> None:
    project = f"{account}/projects/travel"
    local_azure.put(project, PROJECT)
    assert code(local_azure.call("PUT", f"{project}/capabilityHosts/agents", HOST)) == (400, "BadRequest")
    local_azure.put(f"{account}/connections/files", CONNECTION)
    local_azure.put(f"{project}/capabilityHosts/agents", HOST)
    assert local_azure.call("PUT", f"{project}/capabilityHosts/agents", HOST).status_code == 200
    changed = {"properties": {"storageConnections": []}}
    assert code(local_azure.call("PUT", f"{project}/capabilityHosts/agents", changed)) == (400, "BadRequest")
    assert code(local_azure.call("PUT", f"{project}/capabilityHosts/second", HOST)) == (409, "Conflict")


def test_a_project_with_a_capability_host_refuses_to_go(local_azure: LocalAzure, account: str) -> None:
    project = f"{account}/projects/travel"
    local_azure.put(project, PROJECT)
    local_azure.put(f"{project}/capabilityHosts/agents", {"properties": {}})
    assert code(local_azure.call("DELETE", project)) == (409, "CannotDeleteResource")
    local_azure.delete(f"{project}/capabilityHosts/agents")
    local_azure.delete(project)
    assert local_azure.call("GET", project).status_code == 404
