"""Model and code are read as the endpoint's identity: with the roles it has, and not without."""

import uuid
from collections.abc import Iterator

import pytest

from local_azure.identity import SUBSCRIPTION_ID, TENANT_ID
from tests.local_azure.machinelearning.online_endpoints.deploying import (
    ECHO,
    deployment_body,
    endpoint_body,
    log_of,
    make_code,
    make_model,
    score,
)
from tests.local_azure.machinelearning.running import GROUP, OperationFailedError, RunningAzure

PROVIDERS = f"{GROUP}/providers"
WORKSPACE = f"{PROVIDERS}/Microsoft.MachineLearningServices/workspaces/ws-identity"
ACCOUNT = f"{PROVIDERS}/Microsoft.Storage/storageAccounts/sttest"
REGISTRY = f"{PROVIDERS}/Microsoft.ContainerRegistry/registries/crtest"
IDENTITY = f"{PROVIDERS}/Microsoft.ManagedIdentity/userAssignedIdentities/id-endpoint"
BLOB_READER = "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1"
ACR_PULL = "7f951dda-4ed3-4680-a7ca-43fe172d538d"
ENDPOINT = f"{WORKSPACE}/onlineEndpoints/as-user"


@pytest.fixture(scope="module")
def workspace(azure: RunningAzure) -> None:
    """A workspace with a registry, and an identity without any role."""
    for namespace in ("ManagedIdentity", "ContainerRegistry", "OperationalInsights"):
        azure.call("POST", f"/subscriptions/{SUBSCRIPTION_ID}/providers/Microsoft.{namespace}/register")
    azure.put(IDENTITY, {"location": "eastus2"})
    azure.put(REGISTRY, {"location": "eastus2", "sku": {"name": "Basic"}, "properties": {}})
    insights = f"{PROVIDERS}/Microsoft.Insights/components/appi-test"
    azure.put(insights, {"location": "eastus2", "kind": "web", "properties": {"Application_Type": "web"}})
    stands_on = {
        "storageAccount": ACCOUNT,
        "keyVault": f"{PROVIDERS}/Microsoft.KeyVault/vaults/kv-test",
        "applicationInsights": insights,
        "containerRegistry": REGISTRY,
    }
    body = {"location": "eastus2", "identity": {"type": "SystemAssigned"}, "properties": stands_on}
    azure.put(WORKSPACE, {**body, "kind": "Default"})


@pytest.fixture
def endpoint(azure: RunningAzure, workspace: None) -> Iterator[str]:
    """An endpoint that acts as the identity."""
    identity = {"type": "UserAssigned", "userAssignedIdentities": {IDENTITY: {}}}
    azure.put(ENDPOINT, {**endpoint_body(), "identity": identity})
    yield ENDPOINT
    azure.delete(ENDPOINT)


def assign(azure: RunningAzure, role: str, scope: str) -> str:
    definition = f"/subscriptions/{SUBSCRIPTION_ID}/providers/Microsoft.Authorization/roleDefinitions/{role}"
    principal = azure.get(IDENTITY)["properties"]["principalId"]
    assignment = f"{scope}/providers/Microsoft.Authorization/roleAssignments/{uuid.uuid4()}"
    properties = {"principalId": principal, "principalType": "ServicePrincipal", "roleDefinitionId": definition}
    azure.put(assignment, {"properties": properties})
    return assignment


def deploy_to(azure: RunningAzure, endpoint: str) -> str:
    workspace = endpoint.rpartition("/onlineEndpoints/")[0]
    model = make_model(azure, "identity-model", {"a.txt": "hello"}, workspace)
    code = make_code(azure, "identity-code", ECHO, workspace)
    deployment = f"{endpoint}/deployments/blue"
    azure.put(deployment, deployment_body(azure, code, workspace=workspace, model=model))
    return deployment


def own_store(azure: RunningAzure) -> None:
    """Gives the workspace's own datastore of that name the container that the tests upload to."""
    project = WORKSPACE.replace("ws-identity", "project-test")
    shared = azure.get(f"{project}/datastores/workspaceblobstore")["properties"]
    azure.put(
        f"{WORKSPACE}/datastores/workspaceblobstore",
        {
            "properties": {
                "datastoreType": "AzureBlob",
                "accountName": shared["accountName"],
                "containerName": shared["containerName"],
                "credentials": {"credentialsType": "None"},
            }
        },
    )


def test_a_user_assigned_identity_needs_both_roles(azure: RunningAzure, endpoint: str) -> None:
    own_store(azure)
    assignments = []
    try:
        with pytest.raises(OperationFailedError, match=r"BadArgument.*may not pull images.*AcrPull"):
            deploy_to(azure, endpoint)
        azure.delete(f"{endpoint}/deployments/blue")
        assignments.append(assign(azure, ACR_PULL, REGISTRY))
        with pytest.raises(OperationFailedError, match=r"BadArgument.*may not read blobs.*Storage Blob Data Reader"):
            deploy_to(azure, endpoint)
        assert "could not be downloaded" in log_of(azure, f"{endpoint}/deployments/blue", "StorageInitializer")
        azure.delete(f"{endpoint}/deployments/blue")
        assignments.append(assign(azure, BLOB_READER, ACCOUNT))
        deploy_to(azure, endpoint)
        assert score(azure, endpoint, 1, azureml_model_deployment="blue").json()["said"] == 1
    finally:
        for assignment in assignments:
            azure.delete(assignment)


def test_a_system_assigned_identity_has_what_azure_gives_it(azure: RunningAzure, workspace: None) -> None:
    own_store(azure)
    endpoint = f"{WORKSPACE}/onlineEndpoints/as-itself"
    azure.put(endpoint, endpoint_body())
    deploy_to(azure, endpoint)
    assert score(azure, endpoint, 1, azureml_model_deployment="blue").json()["said"] == 1
    azure.delete(endpoint)


def test_the_identity_is_the_tenants(azure: RunningAzure, endpoint: str) -> None:
    shown = azure.get(endpoint)["identity"]["userAssignedIdentities"]
    assert [set(each) for each in shown.values()] == [{"principalId", "clientId"}]
    assert TENANT_ID not in str(shown)
