"""Deployments inside of templates: with their own parameters, or with those of the outer template."""

from tests.local_azure.deployments.templates import deploy, deployment_id, identity, refusal, request, template
from tests.local_azure.running import LocalAzure, group_id

OUTER_NAME = "[parameters('name')]"


def nested(
    document: object, scope: str | None = "inner", parameters: object = None, **members: object
) -> dict[str, object]:
    properties: dict[str, object] = {"mode": "Incremental", "template": document}
    if scope:
        properties["expressionEvaluationOptions"] = {"scope": scope}
    if parameters:
        properties["parameters"] = parameters
    named = {"type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "inside"}
    return {**named, "properties": properties, **members}


def test_inner_scope_has_parameters_of_its_own(local_azure: LocalAzure, group: str) -> None:
    inner = template(
        identity(OUTER_NAME),
        parameters={"name": {"type": "string"}},
        outputs={
            "id": {
                "type": "string",
                "value": "[resourceId('Microsoft.ManagedIdentity/userAssignedIdentities', 'mine')]",
            }
        },
    )
    given = {"name": {"value": "[toLower('MINE')]"}}
    outer = template(
        nested(inner, parameters=given),
        outputs={"id": {"type": "string", "value": "[reference('inside').outputs.id.value]"}},
    )
    made = deploy(local_azure, group, request(outer))["properties"]
    assert made["outputs"]["id"]["value"].endswith("/userAssignedIdentities/mine")
    assert local_azure.call("GET", made["outputs"]["id"]["value"]).status_code == 200
    names = {
        one["name"]
        for one in local_azure.call("GET", f"{group}/providers/Microsoft.Resources/deployments").json()["value"]
    }
    assert names == {"trial", "inside"}


def test_outer_scope_has_those_of_the_outer_template(local_azure: LocalAzure, group: str) -> None:
    inner = template(identity("[concat(parameters('name'), variables('end'))]"))
    outer = template(
        nested(inner, scope=None), parameters={"name": {"type": "string"}}, variables={"end": "[string('-end')]"}
    )
    assert deploy(local_azure, group, request(outer, name="mine"))["properties"]["provisioningState"] == "Succeeded"
    path = f"{group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/mine-end"
    assert local_azure.call("GET", path).status_code == 200


def test_outer_scope_elsewhere_is_not_here(local_azure: LocalAzure, group: str) -> None:
    made = deploy(local_azure, group, request(template(nested(template(), scope="Outer", resourceGroup="other"))))
    assert [each["code"] for each in made["properties"]["error"]["details"]] == ["NotSupportedByLocalAzure"]


def test_what_fails_inside_is_told_outside(local_azure: LocalAzure, group: str) -> None:
    inner = template(identity("one", location="atlantis"))
    error = deploy(local_azure, group, request(template(nested(inner))))["properties"]["error"]
    assert error["details"][0]["code"] == "ResourceDeploymentFailure"
    inside = error["details"][0]["details"][0]
    assert inside["code"] == "DeploymentFailed"
    assert inside["details"][0]["code"] == "LocationNotAvailableForResourceType"


def test_a_template_inside_that_is_none_is_told_outside(local_azure: LocalAzure, group: str) -> None:
    error = deploy(local_azure, group, request(template(nested({"resources": 1}))))["properties"]["error"]
    assert [each["code"] for each in error["details"]] == ["InvalidTemplate"]


def test_a_deployment_inside_of_itself_is_refused(local_azure: LocalAzure, group: str) -> None:
    error = deploy(local_azure, group, request(template(nested(template(), name="trial"))))["properties"]["error"]
    assert [each["code"] for each in error["details"]] == ["DeploymentActive"]


def test_a_subscription_gets_a_group_with_what_is_in_it(local_azure: LocalAzure) -> None:
    subscription = group_id("x").rsplit("/resourceGroups", 1)[0]
    name = "rg-made-by-template"
    made_group = {
        "type": "Microsoft.Resources/resourceGroups",
        "apiVersion": "2022-09-01",
        "name": name,
        "location": "[deployment().location]",
    }
    inside = nested(template(identity("inner-one")), resourceGroup=name, dependsOn=[name])
    body = {"location": "East US 2", **request(template(made_group, inside))}
    made = deploy(local_azure, subscription, body, name="whole")
    assert (made["properties"]["provisioningState"], made["location"]) == ("Succeeded", "eastus2")
    path = f"{group_id(name)}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/inner-one"
    assert local_azure.call("GET", path).status_code == 200
    for location, code in (("", "InvalidDeployment"), ("atlantis", "LocationNotAvailableForDeployment")):
        answer = local_azure.call(
            "PUT", deployment_id(subscription, "bad"), {**request(template()), "location": location}
        )
        assert refusal(answer) == (400, code)
    elsewhere = local_azure.call("PUT", deployment_id(subscription, "whole"), {**body, "location": "westus"})
    assert refusal(elsewhere) == (409, "InvalidDeploymentLocation")
    complete = {"location": "eastus2", **request(template(), mode="Complete")}
    assert refusal(local_azure.call("PUT", deployment_id(subscription, "all"), complete)) == (
        400,
        "InvalidDeploymentMode",
    )


def test_names_inside_mean_what_is_inside(local_azure: LocalAzure, group: str) -> None:
    inner = template(outputs={"id": {"type": "string", "value": "[reference('same', '2023-01-31').principalId]"}})
    outer = template(nested(inner), identity("same", dependsOn=["inside"]))
    error = deploy(local_azure, group, request(outer))["properties"]["error"]
    assert error["details"][0]["details"][0]["code"] == "DeploymentOutputEvaluationFailed"
