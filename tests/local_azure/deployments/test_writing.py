"""A deployment writes a template's resources as its caller, tells how it went, and fails clearly."""

import uuid

import pytest

from local_azure.identity import SUBSCRIPTION_SCOPE
from tests.local_azure.deployments.templates import (
    account,
    deploy,
    deployment_id,
    ended,
    identity,
    refusal,
    request,
    template,
)
from tests.local_azure.running import LocalAzure, group_id

REGISTRY = {
    "type": "Microsoft.ContainerRegistry/registries",
    "apiVersion": "2023-07-01",
    "location": "eastus2",
    "sku": {"name": "Basic"},
}
READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7"
CONTRIBUTOR = "b24988ac-6180-42a0-ab88-20f7382dd24c"


def test_resources_outputs_and_operations_of_a_template(local_azure: LocalAzure, group: str) -> None:
    document = template(
        identity("then", tags={"blob": "[reference(parameters('name')).primaryEndpoints.blob]"}),
        account("[parameters('name')]"),
        parameters={"name": {"type": "string", "defaultValue": "[concat('st', uniqueString(resourceGroup().id))]"}},
        outputs={
            "keys": {"type": "int", "value": "[length(listKeys(parameters('name'), '2023-05-01').keys)]"},
            "kind": {"type": "string", "value": "[reference(parameters('name'), '2023-05-01', 'Full').kind]"},
            "none": {"type": "string", "condition": False, "value": "[parameters('nothing')]"},
        },
    )
    made = deploy(local_azure, group, request(document))["properties"]
    name = made["parameters"]["name"]["value"]
    assert made["provisioningState"] == "Succeeded"
    assert made["outputs"] == {"keys": {"type": "Int", "value": 2}, "kind": {"type": "String", "value": "StorageV2"}}
    assert [one["id"].rsplit("/", 1)[-1] for one in made["outputResources"]] == ["then", name]
    assert [one["resourceName"] for one in made["dependencies"][0]["dependsOn"]] == [name]
    written = local_azure.call("GET", f"{group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/then")
    assert written.json()["tags"] == {"blob": f"https://{name}.blob.core.windows.net/"}
    operations = local_azure.call("GET", f"{deployment_id(group)}/operations").json()["value"]
    kinds = [one["properties"]["provisioningOperation"] for one in operations]
    assert sorted(kinds) == ["Create", "Create", "EvaluateDeploymentOutput"]
    assert {one["properties"]["provisioningState"] for one in operations} == {"Succeeded"}


def test_a_deployment_is_new_once(local_azure: LocalAzure, group: str) -> None:
    first = local_azure.call("PUT", deployment_id(group), request(template()))
    assert (first.status_code, first.json()["properties"]["provisioningState"]) == (201, "Accepted")
    assert ended(local_azure, first) == {"status": "Succeeded"}
    again = local_azure.call("PUT", deployment_id(group, "TRIAL"), request(template(identity("one"))))
    assert (again.status_code, again.json()["name"]) == (200, "trial")
    assert ended(local_azure, again) == {"status": "Succeeded"}
    assert local_azure.call("GET", first.headers["Azure-AsyncOperation"]).status_code == 404


def test_what_takes_its_time_is_waited_for(local_azure: LocalAzure, group: str) -> None:
    name = f"reg{uuid.uuid4().hex[:12]}"
    server = {"server": {"type": "string", "value": f"[reference('{name}').loginServer]"}}
    made = deploy(local_azure, group, request(template({**REGISTRY, "name": name}, outputs=server)))
    assert made["properties"]["outputs"]["server"]["value"] == f"{name}.azurecr.io"


def test_one_failure_stops_what_waits_for_it_and_nothing_else(local_azure: LocalAzure, group: str) -> None:
    wrong = identity(
        "wrong", tags={"x": "[reference(resourceId('Microsoft.Storage/storageAccounts', 'none'), '2023-05-01')]"}
    )
    document = template(wrong, identity("after", dependsOn=["wrong"]), identity("apart"))
    made = deploy(local_azure, group, request(document))["properties"]
    assert (made["provisioningState"], made["error"]["code"]) == ("Failed", "DeploymentFailed")
    assert [(one["code"], one["target"].rsplit("/", 1)[-1]) for one in made["error"]["details"]] == [
        ("ResourceNotFound", "wrong")
    ]
    identities = local_azure.call("GET", f"{group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities")
    assert [one["name"] for one in identities.json()["value"]] == ["apart"]
    operations = local_azure.call("GET", f"{deployment_id(group)}/operations").json()["value"]
    states = {one["properties"]["targetResource"]["resourceName"]: one["properties"] for one in operations}
    assert (states["wrong"]["provisioningState"], states["wrong"]["statusCode"]) == ("Failed", "NotFound")
    assert states["wrong"]["statusMessage"]["error"]["code"] == "ResourceNotFound"
    assert states["apart"]["provisioningState"] == "Succeeded"


def test_outputs_without_a_value_fail_the_deployment(local_azure: LocalAzure, group: str) -> None:
    outputs = {
        "missing": {"type": "string", "value": "[resourceGroup().nothing]"},
        "mistyped": {"type": "int", "value": "text"},
    }
    error = deploy(local_azure, group, request(template(outputs=outputs)))["properties"]["error"]
    assert error["code"] == "DeploymentOutputEvaluationFailed"
    assert [each["target"] for each in error["details"]] == ["missing", "mistyped"]


def test_outputs_may_be_copies(local_azure: LocalAzure, group: str) -> None:
    outputs = {"names": {"type": "array", "copy": {"count": 2, "input": "[concat('n', copyIndex())]"}}}
    made = deploy(local_azure, group, request(template(outputs=outputs)))
    assert made["properties"]["outputs"]["names"]["value"] == ["n0", "n1"]


def test_secrets_are_neither_shown_nor_kept(local_azure: LocalAzure, group: str) -> None:
    document = template(
        parameters={"key": {"type": "secureString"}},
        outputs={"key": {"type": "secureString", "value": "[parameters('key')]"}},
    )
    made = deploy(local_azure, group, request(document, key="only-for-this-test"))
    assert made["properties"]["outputs"] == {"key": {"type": "SecureString"}}
    assert made["properties"]["parameters"] == {"key": {"type": "SecureString"}}
    for file in local_azure.directory.glob("state.sqlite*"):
        assert b"only-for-this-test" not in file.read_bytes()


def test_a_caller_writes_by_roles_of_its_own(local_azure: LocalAzure, group: str) -> None:
    somebody = str(uuid.uuid4())
    token = local_azure.token(object_id=somebody)
    body = request(template(identity("one"), account(f"st{uuid.uuid4().hex[:12]}")))
    assert refusal(local_azure.call("PUT", deployment_id(group), body, token=token)) == (403, "AuthorizationFailed")
    assign(local_azure, group, somebody, CONTRIBUTOR, "deployments")
    role = {"type": "Microsoft.Authorization/roleAssignments", "apiVersion": "2022-04-01", "name": str(uuid.uuid4())}
    role["properties"] = assignment(somebody, READER)
    made = deploy(local_azure, group, request(template(role)), token=token)
    assert [each["code"] for each in made["properties"]["error"]["details"]] == ["AuthorizationFailed"]


def test_rights_are_checked_before_anything_is_written(local_azure: LocalAzure, group: str) -> None:
    somebody, name = str(uuid.uuid4()), str(uuid.uuid4())
    definition = f"{group}/providers/Microsoft.Authorization/roleDefinitions/{name}"
    permissions = [{"actions": ["Microsoft.Resources/deployments/*"]}]
    properties = {"roleName": name, "type": "CustomRole", "permissions": permissions, "assignableScopes": [group]}
    local_azure.call("PUT", definition, {"properties": properties}, api="2022-04-01").raise_for_status()
    assign(local_azure, group, somebody, name, "deployments")
    answer = local_azure.call(
        "PUT", deployment_id(group), request(template(identity("one"))), token=local_azure.token(object_id=somebody)
    )
    assert refusal(answer) == (403, "InvalidTemplateDeployment")
    assert (
        "does not have permission to perform action 'Microsoft.ManagedIdentity/userAssignedIdentities/write'"
        in (answer.json()["error"]["message"])
    )


def test_locks_hold_for_templates_too(local_azure: LocalAzure, group: str) -> None:
    lock = f"{group}/providers/Microsoft.Authorization/locks/keep"
    local_azure.call("PUT", lock, {"properties": {"level": "ReadOnly"}}, api="2020-05-01").raise_for_status()
    answer = local_azure.call("PUT", deployment_id(group), request(template(identity("one"))))
    local_azure.call("DELETE", lock, api="2020-05-01")
    assert refusal(answer) == (409, "ScopeLocked")


def test_policies_hold_for_templates_too(local_azure: LocalAzure, group: str) -> None:
    rule = {"if": {"field": "name", "equals": "forbidden"}, "then": {"effect": "deny"}}
    definition = f"{SUBSCRIPTION_SCOPE}/providers/Microsoft.Authorization/policyDefinitions/no-forbidden"
    body = {"properties": {"mode": "All", "policyRule": rule}}
    local_azure.call("PUT", definition, body, api="2023-04-01").raise_for_status()
    path = f"{group}/providers/Microsoft.Authorization/policyAssignments/no-forbidden"
    body = {"properties": {"policyDefinitionId": definition}}
    local_azure.call("PUT", path, body, api="2023-04-01").raise_for_status()
    made = deploy(local_azure, group, request(template(identity("forbidden"), identity("allowed"))))["properties"]
    assert [each["code"] for each in made["error"]["details"]] == ["RequestDisallowedByPolicy"]


def test_names_types_and_versions_are_checked_before_anything_is_written(local_azure: LocalAzure, group: str) -> None:
    answer = local_azure.call("PUT", deployment_id(group), request(template(identity("one"), account("UPPER"))))
    assert refusal(answer) == (400, "InvalidTemplateDeployment")
    assert [each["target"].rsplit("/", 1)[-1] for each in answer.json()["error"]["details"]] == ["UPPER"]
    things = [
        {**identity("one"), "type": f"{namespace}/things"} for namespace in ("Contoso.Things", "Microsoft.Search")
    ]
    answer = local_azure.call("PUT", deployment_id(group), request(template(*things)))
    codes = [each["code"] for each in answer.json()["error"]["details"]]
    assert codes == ["InvalidResourceNamespace", "NotSupportedByLocalAzure"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ("no object", 400, "InvalidRequestContent"),
        ({}, 400, "InvalidRequestContent"),
        ({"properties": {"template": template()}}, 400, "InvalidRequestContent"),
        ({"properties": {"template": template(), "mode": "Partial"}}, 400, "InvalidRequestContent"),
        ({"properties": {"mode": "Incremental"}}, 400, "InvalidTemplate"),
        ({"properties": {"mode": "Incremental", "template": []}}, 400, "InvalidTemplate"),
        (
            {"properties": {"mode": "Incremental", "templateLink": {"uri": "https://x"}}},
            501,
            "NotSupportedByLocalAzure",
        ),
        ({"location": "eastus2", **request(template())}, 400, "InvalidDeployment"),
        (request(template({**identity("one"), "name": "[dateTimeAdd('a')]"})), 501, "NotSupportedByLocalAzure"),
        (request(template(parameters={"a": {"type": "int"}}), a={}), 400, "InvalidTemplate"),
    ],
)
def test_what_can_not_be_deployed_is_refused(
    local_azure: LocalAzure, group: str, body: object, status: int, code: str
) -> None:
    assert refusal(local_azure.call("PUT", deployment_id(group), body)) == (status, code)
    assert local_azure.call("GET", f"{group}/providers/Microsoft.Resources/deployments").json()["value"] == []


@pytest.mark.parametrize("name", ["a" * 65, "a b", "a%"])
def test_names_of_deployments_have_rules(local_azure: LocalAzure, group: str, name: str) -> None:
    answer = local_azure.call("PUT", deployment_id(group, name.replace("%", "%25")), request(template()))
    assert refusal(answer) == (400, "InvalidDeploymentName")


def test_there_has_to_be_a_group(local_azure: LocalAzure) -> None:
    answer = local_azure.call("PUT", deployment_id(group_id("none")), request(template()))
    assert refusal(answer) == (404, "ResourceGroupNotFound")


def test_a_group_made_anew_has_nothing_of_the_one_before(local_azure: LocalAzure) -> None:
    group = group_id("rg-made-anew")
    local_azure.put(group, {"location": "eastus2"})
    deploy(local_azure, group, request(template()))
    local_azure.delete(group)
    local_azure.put(group, {"location": "eastus2"})
    assert local_azure.call("GET", f"{group}/providers/Microsoft.Resources/deployments").json()["value"] == []
    assert refusal(local_azure.call("GET", deployment_id(group))) == (404, "DeploymentNotFound")


def assign(azure: LocalAzure, scope: str, principal: str, role: str, reason: str) -> None:
    name = uuid.uuid5(uuid.NAMESPACE_OID, principal + reason)
    path = f"{scope}/providers/Microsoft.Authorization/roleAssignments/{name}"
    azure.call("PUT", path, {"properties": assignment(principal, role)}, api="2022-04-01").raise_for_status()


def assignment(principal: str, role: str) -> dict[str, str]:
    definition = f"/providers/Microsoft.Authorization/roleDefinitions/{role}"
    return {"roleDefinitionId": definition, "principalId": principal, "principalType": "ServicePrincipal"}
