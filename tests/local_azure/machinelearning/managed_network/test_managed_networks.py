"""Managed networks: closed step by step and never opened, with rules of users and of Azure, provisioned when needed."""

from typing import Any

import pytest

from local_azure.identity import SUBSCRIPTION_ID
from tests.local_azure.machinelearning.running import GROUP, OperationFailedError, RunningAzure

PROVIDER = f"{GROUP}/providers"
ACCOUNT = f"{PROVIDER}/Microsoft.Storage/storageAccounts/sttest"
VAULT = f"{PROVIDER}/Microsoft.KeyVault/vaults/kv-test"
WORKSPACES = f"{PROVIDER}/Microsoft.MachineLearningServices/workspaces"
INTERNET, APPROVED = "AllowInternetOutbound", "AllowOnlyApprovedOutbound"
APPROVER = "b556d68e-0be0-4f35-a333-ad7ee1ce17ea"


def hub(isolation: str | None = None, rules: object = None, **properties: object) -> dict[str, Any]:
    network = {"isolationMode": isolation, **({"outboundRules": rules} if rules is not None else {})}
    stands_on = {"storageAccount": ACCOUNT, "keyVault": VAULT, "systemDatastoresAuthMode": "identity"}
    managed = {"managedNetwork": network} if isolation else {}
    identity = {"type": "SystemAssigned"}
    return {
        "location": "eastus2",
        "kind": "Hub",
        "identity": identity,
        "properties": {**stands_on, **managed, **properties},
    }


def endpoint_rule(target: str, group: str) -> dict[str, Any]:
    destination = {"serviceResourceId": target, "subresourceTarget": group, "sparkEnabled": False}
    return {"type": "PrivateEndpoint", "category": "UserDefined", "destination": destination}


HOST_RULE = {"type": "FQDN", "category": "UserDefined", "destination": "packages.example.com"}


def network(azure: RunningAzure, name: str) -> dict[str, Any]:
    found: dict[str, Any] = azure.get(f"{WORKSPACES}/{name}")["properties"]["managedNetwork"]
    return found


def refused(azure: RunningAzure, name: str, body: object) -> str:
    answer = azure.call("PUT", f"{WORKSPACES}/{name}", body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "ValidationError")
    return str(answer.json()["error"]["message"])


def test_a_managed_network_closes_further_and_never_opens(azure: RunningAzure) -> None:
    azure.put(f"{WORKSPACES}/closing", hub(INTERNET))
    assert "cannot be changed" in refused(azure, "closing", hub("Disabled"))
    azure.put(f"{WORKSPACES}/closing", hub(APPROVED))
    assert "cannot be changed" in refused(azure, "closing", hub(INTERNET))
    azure.put(f"{WORKSPACES}/closing", {**hub(), "tags": {"a": "b"}})
    assert network(azure, "closing")["isolationMode"] == APPROVED
    azure.delete(f"{WORKSPACES}/closing?forceToPurge=true")


def test_an_unknown_mode_and_a_project_with_a_network_of_its_own_are_refused(azure: RunningAzure) -> None:
    assert "isn't one of" in refused(azure, "odd", hub("Open"))
    project = {**hub(INTERNET), "kind": "Project"}
    project["properties"]["hubResourceId"] = f"{WORKSPACES}/hub-test"
    assert "of its hub" in refused(azure, "odd", project)


def test_rules_in_the_body_and_on_their_own_are_one_set(azure: RunningAzure) -> None:
    body = hub(APPROVED, {"packages": HOST_RULE})
    before = azure.put(f"{WORKSPACES}/ruled", body)
    assert azure.call("PUT", f"{WORKSPACES}/ruled", body).json() == before
    azure.put(f"{WORKSPACES}/ruled/outboundRules/queue", {"properties": endpoint_rule(ACCOUNT, "queue")})
    assert {"packages", "queue"} <= set(network(azure, "ruled")["outboundRules"])
    assert (
        azure.get(f"{WORKSPACES}/ruled/outboundRules/packages")["properties"]["destination"] == "packages.example.com"
    )
    azure.put(f"{WORKSPACES}/ruled", hub(APPROVED, {}))
    assert "packages" not in network(azure, "ruled")["outboundRules"]
    assert "queue" in network(azure, "ruled")["outboundRules"]
    azure.delete(f"{WORKSPACES}/ruled/outboundRules/queue")
    assert "queue" not in network(azure, "ruled")["outboundRules"]
    azure.put(f"{WORKSPACES}/ruled", azure.get(f"{WORKSPACES}/ruled"))
    azure.delete(f"{WORKSPACES}/ruled?forceToPurge=true")


def test_azure_adds_endpoints_to_what_the_workspace_stands_on(azure: RunningAzure) -> None:
    azure.put(f"{WORKSPACES}/required", hub(APPROVED))
    rules = network(azure, "required")["outboundRules"].values()
    required = [rule for rule in rules if rule["category"] == "Required"]
    targets = [rule["destination"] for rule in required if rule["type"] == "PrivateEndpoint"]
    found = {(each["serviceResourceId"], each["subresourceTarget"]) for each in targets}
    assert {(ACCOUNT, "blob"), (ACCOUNT, "file"), (VAULT, "vault")} <= found
    assert any(rule["type"] == "ServiceTag" for rule in required)
    azure.delete(f"{WORKSPACES}/required?forceToPurge=true")
    azure.put(f"{WORKSPACES}/required", hub(INTERNET))
    assert network(azure, "required")["outboundRules"] == {}
    azure.delete(f"{WORKSPACES}/required?forceToPurge=true")


@pytest.mark.parametrize(
    ("isolation", "rule", "why"),
    [
        (INTERNET, HOST_RULE, 'only "PrivateEndpoint"'),
        ("Disabled", endpoint_rule(ACCOUNT, "queue"), "has no managed network"),
        (APPROVED, endpoint_rule(f"{ACCOUNT}x", "blob"), "does not exist"),
        (APPROVED, endpoint_rule(ACCOUNT, "vault"), "isn't one of"),
        (APPROVED, endpoint_rule(ACCOUNT, "blob"), "is there already"),
        (APPROVED, {"type": "FQDN"}, "host name"),
        (APPROVED, {"type": "Tunnel"}, "isn't one of"),
    ],
)
def test_rules_that_cannot_be_are_refused(azure: RunningAzure, isolation: str, rule: object, why: str) -> None:
    assert why in refused(azure, "refused-rule", hub(isolation, {"rule": rule}))


def test_a_network_is_provisioned_when_it_is_asked_for(azure: RunningAzure) -> None:
    azure.put(f"{WORKSPACES}/asked", hub(APPROVED, {"packages": HOST_RULE}))
    assert network(azure, "asked")["status"]["status"] == "Inactive"
    assert network(azure, "asked")["outboundRules"]["packages"]["status"] == "Inactive"
    begun = azure.call("POST", f"{WORKSPACES}/asked/provisionManagedNetwork", {"includeSpark": False})
    assert begun.status_code == 202
    assert azure.finish(begun) == {"status": "Active", "sparkReady": False}
    assert network(azure, "asked")["outboundRules"]["packages"]["status"] == "Active"
    azure.delete(f"{WORKSPACES}/asked?forceToPurge=true")
    none = azure.call("POST", f"{WORKSPACES}/hub-test/provisionManagedNetwork", {})
    assert none.json()["error"]["code"] == "ValidationError"


def test_a_network_comes_with_the_workspace_or_with_its_first_compute(azure: RunningAzure) -> None:
    azure.put(f"{WORKSPACES}/at-once", hub(INTERNET, provisionNetworkNow=True))
    assert network(azure, "at-once")["status"]["status"] == "Active"
    azure.delete(f"{WORKSPACES}/at-once?forceToPurge=true")
    azure.put(f"{WORKSPACES}/at-once", hub(INTERNET))
    assert network(azure, "at-once")["status"]["status"] == "Inactive"
    scale = {"minNodeCount": 0, "maxNodeCount": 1}
    nodes = {"computeType": "AmlCompute", "properties": {"vmSize": "Standard_E4s_v3", "scaleSettings": scale}}
    azure.put(f"{WORKSPACES}/at-once/computes/first", {"location": "eastus2", "properties": nodes})
    assert network(azure, "at-once")["status"]["status"] == "Active"
    azure.delete(f"{WORKSPACES}/at-once?forceToPurge=true")


def test_computes_must_go_before_a_network_comes(azure: RunningAzure) -> None:
    azure.put(f"{WORKSPACES}/late", hub())
    nodes = {"computeType": "AmlCompute", "properties": {"vmSize": "Standard_E4s_v3"}}
    azure.put(f"{WORKSPACES}/late/computes/first", {"location": "eastus2", "properties": nodes})
    assert "delete them before" in refused(azure, "late", hub(INTERNET))
    azure.delete(f"{WORKSPACES}/late/computes/first")
    azure.put(f"{WORKSPACES}/late", hub(INTERNET))
    azure.delete(f"{WORKSPACES}/late?forceToPurge=true")


def test_the_workspaces_identity_must_be_let_to_approve_its_endpoints(azure: RunningAzure) -> None:
    azure.call(
        "POST", f"/subscriptions/{SUBSCRIPTION_ID}/providers/Microsoft.ManagedIdentity/register"
    ).raise_for_status()
    identity = f"{PROVIDER}/Microsoft.ManagedIdentity/userAssignedIdentities/approver"
    principal = azure.put(identity, {"location": "eastus2"})["properties"]["principalId"]
    body = hub(APPROVED, primaryUserAssignedIdentity=identity, provisionNetworkNow=True)
    body["identity"] = {"type": "UserAssigned", "userAssignedIdentities": {identity: {}}}
    with pytest.raises(OperationFailedError, match="Azure AI Enterprise Network Connection Approver"):
        azure.put(f"{WORKSPACES}/approved", body)
    definition = f"/subscriptions/{SUBSCRIPTION_ID}/providers/Microsoft.Authorization/roleDefinitions/{APPROVER}"
    assigned = {"principalId": principal, "principalType": "ServicePrincipal", "roleDefinitionId": definition}
    assignment = f"{GROUP}/providers/Microsoft.Authorization/roleAssignments/5ca1ab1e-0000-4000-8000-0000000000ff"
    azure.put(assignment, {"properties": assigned})
    azure.put(f"{WORKSPACES}/approved", body)
    assert network(azure, "approved")["status"]["status"] == "Active"
    azure.delete(f"{WORKSPACES}/approved")
