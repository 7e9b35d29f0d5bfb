"""Workspaces, hubs and projects: what they need, what comes with them, what ends with them."""

import uuid
from typing import Any

import pytest

from tests.local_azure.machinelearning.running import GROUP, HUB, PROJECT, OperationFailedError, RunningAzure

PROVIDER = f"{GROUP}/providers"
ACCOUNT = f"{PROVIDER}/Microsoft.Storage/storageAccounts/sttest"
VAULT = f"{PROVIDER}/Microsoft.KeyVault/vaults/kv-test"
WORKSPACES = f"{PROVIDER}/Microsoft.MachineLearningServices/workspaces"


def hub(**properties: object) -> dict[str, Any]:
    stands_on = {"storageAccount": ACCOUNT, "keyVault": VAULT, **properties}
    return {"location": "eastus2", "kind": "Hub", "identity": {"type": "SystemAssigned"}, "properties": stands_on}


def project(hub_id: str, location: str = "eastus2") -> dict[str, Any]:
    identity = {"type": "SystemAssigned"}
    return {"location": location, "kind": "Project", "identity": identity, "properties": {"hubResourceId": hub_id}}


def refusal(azure: RunningAzure, body: object) -> dict[str, Any]:
    answer = azure.call("PUT", f"{WORKSPACES}/refused", body)
    assert answer.status_code == 400
    error: dict[str, Any] = answer.json()["error"]
    return error


def test_the_service_adds_what_clients_read(azure: RunningAzure) -> None:
    found = azure.get(PROJECT)
    properties = found["properties"]
    assert uuid.UUID(properties["workspaceId"])
    assert properties["discoveryUrl"] == "https://eastus2.api.azureml.ms/discovery"
    assert properties["mlFlowTrackingUri"] == f"azureml://eastus2.api.azureml.ms/mlflow/v1.0{PROJECT}"
    assert uuid.UUID(found["identity"]["principalId"])


def test_a_project_stands_on_what_its_hub_stands_on(azure: RunningAzure) -> None:
    properties = azure.get(PROJECT)["properties"]
    assert (properties["storageAccount"], properties["keyVault"]) == (ACCOUNT, VAULT)


def test_a_hub_stays_as_it_is_when_projects_come(azure: RunningAzure) -> None:
    # No recorded answer of Azure shows a hub's projects, so a refresh after `up` must not see them come either.
    assert "associatedWorkspaces" not in azure.get(HUB)["properties"]


def test_the_same_put_again_keeps_the_workspace_as_it_is(azure: RunningAzure) -> None:
    before = azure.put(f"{WORKSPACES}/again", hub())
    answer = azure.call("PUT", f"{WORKSPACES}/again", hub())
    assert answer.status_code == 200
    assert answer.json() == before
    azure.delete(f"{WORKSPACES}/again?forceToPurge=true")


def test_a_hub_without_a_vault_is_refused(azure: RunningAzure) -> None:
    error = refusal(azure, hub(keyVault=None))
    assert (error["code"], error["message"]) == ("ValidationError", "Missing dependent resources in workspace json")


def test_a_workspace_of_kind_default_needs_application_insights(azure: RunningAzure) -> None:
    assert refusal(azure, {**hub(), "kind": "Default"})["message"] == "Missing dependent resources in workspace json"


def test_a_storage_account_that_does_not_exist_is_named(azure: RunningAzure) -> None:
    assert "'/subscriptions/none'" in refusal(azure, hub(storageAccount="/subscriptions/none"))["message"]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"sku": {"name": "Premium_LRS"}, "kind": "BlockBlobStorage"}, "needs a standard one"),
        ({"properties": {"isHnsEnabled": True}}, "hierarchical namespace"),
    ],
)
def test_storage_that_no_workspace_can_stand_on_is_refused(
    azure: RunningAzure, changed: dict[str, Any], why: str
) -> None:
    account = f"{PROVIDER}/Microsoft.Storage/storageAccounts/stunfit"
    azure.put(account, {"location": "eastus2", "kind": "StorageV2", "sku": {"name": "Standard_LRS"}, **changed})
    error = refusal(azure, hub(storageAccount=account))
    assert error["code"] == "ValidationError"
    assert why in error["message"]
    azure.delete(account)


def test_a_project_needs_its_hub_in_its_own_region(azure: RunningAzure) -> None:
    assert "does not exist" in refusal(azure, project(f"{WORKSPACES}/nowhere"))["message"]
    assert "must share a region" in refusal(azure, project(HUB, "westus3"))["message"]


def test_an_unknown_kind_is_refused_with_those_there_are(azure: RunningAzure) -> None:
    assert "Default, Hub, Project" in refusal(azure, {**hub(), "kind": "FeatureStore"})["message"]


def test_a_hub_with_projects_cannot_be_deleted(azure: RunningAzure) -> None:
    answer = azure.call("DELETE", HUB)
    assert answer.status_code == 409
    assert "project-test" in answer.json()["error"]["message"]


def test_two_datastores_come_with_a_workspace_and_take_the_callers_identity(azure: RunningAzure) -> None:
    datastores = {each["name"]: each["properties"] for each in azure.get(f"{PROJECT}/datastores")["value"]}
    assert set(datastores) == {"workspaceblobstore", "workspaceartifactstore"}
    assert {each["credentials"]["credentialsType"] for each in datastores.values()} == {"None"}
    guid = azure.get(PROJECT)["properties"]["workspaceId"]
    assert datastores["workspaceblobstore"]["containerName"] == f"azureml-blobstore-{guid}"
    default = azure.get(f"{PROJECT}/datastores?isDefault=true&count=30")["value"]
    assert [each["name"] for each in default] == ["workspaceblobstore"]


def test_a_workspace_with_access_keys_hands_out_signatures_that_open_its_containers(azure: RunningAzure) -> None:
    azure.put(f"{WORKSPACES}/keyed", hub(systemDatastoresAuthMode="AccessKey"))
    datastore = f"{WORKSPACES}/keyed/datastores/workspaceblobstore"
    container = azure.get(datastore)["properties"]["containerName"]
    secrets = azure.call("POST", f"{datastore}/listSecrets", {"expirableSecret": True, "expireAfterHours": 1}).json()
    url = f"https://sttest.blob.core.windows.net/{container}/some/file?{secrets['sasToken']}"
    headers = {"x-ms-blob-type": "BlockBlob", "x-ms-version": "2024-11-04"}
    assert azure.http.put(url, content=b"text", headers=headers).status_code == 201
    assert azure.call("POST", f"{datastore}/listSecrets", {}).status_code == 501
    azure.delete(f"{WORKSPACES}/keyed?forceToPurge=true")


def test_a_soft_deleted_name_is_refused_until_it_is_purged(azure: RunningAzure) -> None:
    azure.put(f"{WORKSPACES}/gone", hub())
    azure.delete(f"{WORKSPACES}/gone")
    assert "Soft-deleted workspace exists" in azure.call("PUT", f"{WORKSPACES}/gone", hub()).json()["error"]["message"]
    assert azure.call("DELETE", f"{WORKSPACES}/gone?forceToPurge=true").status_code == 200
    azure.put(f"{WORKSPACES}/gone", hub())
    azure.delete(f"{WORKSPACES}/gone?forceToPurge=true")
    assert azure.call("GET", f"{WORKSPACES}/gone").status_code == 404


def test_a_workspace_on_a_storage_account_that_has_failed_is_failed(azure: RunningAzure) -> None:
    from dataclasses import replace

    account = azure.platform.resources.get(ACCOUNT)
    assert account is not None
    azure.platform.resources.put(replace(account, state="Failed"))
    try:
        with pytest.raises(OperationFailedError, match="must have been provisioned"):
            azure.put(f"{WORKSPACES}/early", hub())
        assert azure.get(f"{WORKSPACES}/early")["properties"]["provisioningState"] == "Failed"
    finally:
        azure.platform.resources.put(account)
    azure.delete(f"{WORKSPACES}/early?forceToPurge=true")


def test_a_connection_shows_its_secrets_to_those_alone_who_ask_for_them(azure: RunningAzure) -> None:
    connection = f"{PROJECT}/connections/service"
    properties = {"category": "AIServices", "target": "https://example.test/", "authType": "ApiKey"}
    azure.put(connection, {"properties": {**properties, "credentials": {"key": "secret"}}})
    found = azure.get(connection)["properties"]
    assert "credentials" not in found
    assert found["metadata"] == {}
    secrets = azure.call("POST", f"{connection}/listsecrets").json()
    assert secrets["properties"]["credentials"] == {"key": "secret"}


def test_a_connection_without_a_target_is_refused(azure: RunningAzure) -> None:
    answer = azure.call(
        "PUT", f"{PROJECT}/connections/bare", {"properties": {"category": "AIServices", "authType": "AAD"}}
    )
    assert answer.status_code == 400
    assert answer.json()["error"]["target"] == "target"


def test_datastores_with_keys_need_an_account_that_takes_keys(azure: RunningAzure) -> None:
    keyless = f"{PROVIDER}/Microsoft.Storage/storageAccounts/stkeyless"
    sku = {"name": "Standard_LRS"}
    properties = {"allowSharedKeyAccess": False}
    azure.put(keyless, {"location": "eastus2", "kind": "StorageV2", "sku": sku, "properties": properties})
    error = refusal(azure, hub(storageAccount=keyless, systemDatastoresAuthMode="AccessKey"))
    assert (error["code"], error["target"]) == ("ValidationError", "systemDatastoresAuthMode")
    assert "isn't one of" in refusal(azure, hub(systemDatastoresAuthMode="Password"))["message"]
    azure.put(f"{WORKSPACES}/keyless", hub(storageAccount=keyless, systemDatastoresAuthMode="identity"))
    azure.delete(f"{WORKSPACES}/keyless?forceToPurge=true")
    azure.delete(keyless)


def test_a_workspace_says_which_of_its_identities_it_acts_as(azure: RunningAzure) -> None:
    subscription = GROUP.partition("/resourceGroups")[0]
    azure.call("POST", f"{subscription}/providers/Microsoft.ManagedIdentity/register").raise_for_status()
    identity = f"{PROVIDER}/Microsoft.ManagedIdentity/userAssignedIdentities/primary"
    azure.put(identity, {"location": "eastus2"})
    assigned = {"type": "UserAssigned", "userAssignedIdentities": {identity: {}}}
    error = refusal(azure, {**hub(), "identity": assigned})
    assert error["target"] == "primaryUserAssignedIdentity"
    azure.put(f"{WORKSPACES}/primary", {**hub(primaryUserAssignedIdentity=identity), "identity": assigned})
    azure.delete(f"{WORKSPACES}/primary")


def test_a_key_of_its_own_must_be_in_a_vault_with_purge_protection(azure: RunningAzure) -> None:
    identifier = "https://kv-test.vault.azure.net/keys/cmk"
    vault = {"keyVaultArmId": VAULT, "keyIdentifier": identifier}
    encryption = {"status": "Enabled", "keyVaultProperties": vault}
    error = refusal(azure, hub(encryption=encryption))
    assert error["message"] == "CMK workspaces should have purge protection enabled on their CMK keyvault."
    missing = {**encryption, "keyVaultProperties": {**vault, "keyVaultArmId": f"{VAULT}x"}}
    assert "need keyVaultArmId" in refusal(azure, hub(encryption=missing))["message"]


def test_a_capability_host_stands_on_connections_that_exist_and_there_is_one(azure: RunningAzure) -> None:
    host = f"{PROJECT}/capabilityHosts"
    properties = {"capabilityHostKind": "Agents", "aiServicesConnections": ["services"]}
    refused = azure.call("PUT", f"{host}/agents", {"properties": properties})
    assert "'services'" in refused.json()["error"]["message"]
    connection = {"category": "AIServices", "target": "https://example.test/", "authType": "AAD"}
    azure.put(f"{PROJECT}/connections/services", {"properties": connection})
    azure.put(f"{host}/agents", {"properties": properties})
    assert azure.call("PUT", f"{host}/more", {"properties": properties}).status_code == 409
    changed = azure.call("PUT", f"{host}/agents", {"properties": {**properties, "aiServicesConnections": []}})
    assert changed.status_code == 400
    azure.delete(f"{host}/agents")
    azure.delete(f"{PROJECT}/connections/services")


def test_workspaces_are_listed_by_kind(azure: RunningAzure) -> None:
    def names(kinds: str) -> set[str]:
        return {each["name"] for each in azure.get(f"{WORKSPACES}?kind={kinds}")["value"]}

    assert names("hub") >= {"hub-test"}
    assert names("hub").isdisjoint(names("Project"))
    assert names("hub,project") >= {"hub-test", "project-test"}


def test_a_connections_category_is_known_in_any_case_and_its_put_answers_ok(azure: RunningAzure) -> None:
    connection = f"{PROJECT}/connections/other-case"
    properties = {"category": "AzureOpenAi", "target": "https://example.test/", "authType": "AAD"}
    assert azure.call("PUT", connection, {"properties": properties}).status_code == 200
    found = azure.get(connection)["properties"]
    assert (found["category"], found["group"]) == ("AzureOpenAI", "AzureAI")
    azure.delete(connection)


def test_connections_are_listed_by_category_and_target(azure: RunningAzure) -> None:
    for name, category in (("listed-openai", "AzureOpenAI"), ("listed-services", "AIServices")):
        properties = {"category": category, "target": f"https://{name}.test/", "authType": "AAD"}
        azure.put(f"{PROJECT}/connections/{name}", {"properties": properties})

    def names(query: str) -> list[str]:
        found = azure.get(f"{PROJECT}/connections?{query}")["value"]
        return [each["name"] for each in found if each["name"].startswith("listed-")]

    assert names("category=AzureOpenAI") == ["listed-openai"]
    assert names("category=aiservices&target=https://listed-services.test/") == ["listed-services"]
    assert len(names("includeAll=false")) == 2
    for name in ("listed-openai", "listed-services"):
        azure.delete(f"{PROJECT}/connections/{name}")
