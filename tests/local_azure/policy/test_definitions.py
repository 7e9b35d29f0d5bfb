"""Definitions and assignments are refused when they can't work, and answered as they were put."""

from typing import Any

import pytest

from tests.local_azure.policy.conftest import ASSIGNMENTS, DEFINITIONS, Define
from tests.local_azure.running import LocalAzure

RULE = {"if": {"field": "name", "equals": "x"}, "then": {"effect": "deny"}}
PARAMETERS = {
    "names": {"type": "Array"},
    "effect": {"type": "String", "defaultValue": "Deny", "allowedValues": ["Deny", "Disabled"]},
}


def test_a_definition_is_answered_with_its_defaults(local_azure: LocalAzure) -> None:
    path = f"{DEFINITIONS}/test-plain"
    body = {"properties": {"displayName": "Plain", "policyRule": RULE, "metadata": {"category": "Tests"}}}
    made = local_azure.call("PUT", path, body).json()
    assert made["id"] == path
    assert made["properties"]["policyType"] == "Custom"
    assert made["properties"]["mode"] == "Indexed"
    assert made["properties"]["policyRule"] == RULE
    assert made["properties"]["metadata"].keys() == {"category", "createdBy", "createdOn"}
    assert local_azure.call("PUT", path, body).json() == made
    assert made in local_azure.call("GET", DEFINITIONS).json()["value"]


@pytest.mark.parametrize(
    ("properties", "status", "code"),
    [
        ({}, 400, "InvalidPolicyRule"),
        ({"policyRule": {"if": {}, "then": {"effect": "deny"}}}, 400, "InvalidPolicyRule"),
        ({"policyRule": {"if": RULE["if"], "then": {}}}, 400, "InvalidPolicyRule"),
        ({"policyRule": {"if": RULE["if"], "then": {"effect": "forbid"}}}, 400, "InvalidPolicyRule"),
        ({"policyRule": {"if": RULE["if"], "then": {"effect": "modify"}}}, 501, "NotSupportedByLocalAzure"),
        ({"policyRule": {"if": RULE["if"], "then": {"effect": "DeployIfNotExists"}}}, 501, "NotSupportedByLocalAzure"),
        ({"policyRule": RULE, "mode": "Microsoft.Kubernetes.Data"}, 501, "NotSupportedByLocalAzure"),
        ({"policyRule": RULE, "parameters": {"a": {"type": "Colour"}}}, 400, "InvalidPolicyRule"),
    ],
)
def test_a_definition_that_cannot_work_is_refused(
    local_azure: LocalAzure, properties: dict[str, Any], status: int, code: str
) -> None:
    answer = local_azure.call("PUT", f"{DEFINITIONS}/test-refused", {"properties": properties})
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


@pytest.mark.parametrize(
    ("properties", "status", "code"),
    [
        ({"policyDefinitionId": ""}, 400, "InvalidCreatePolicyAssignmentRequest"),
        ({"policyDefinitionId": f"{DEFINITIONS}/none"}, 404, "PolicyDefinitionNotFound"),
        (
            {"policyDefinitionId": "/providers/Microsoft.Authorization/policySetDefinitions/x"},
            501,
            "NotSupportedByLocalAzure",
        ),
        ({"parameters": {}}, 400, "MissingPolicyParameter"),
        ({"parameters": {"names": {"value": "one"}}}, 400, "InvalidPolicyParameterType"),
        ({"parameters": {"names": {"value": []}, "other": {"value": 1}}}, 400, "UndefinedPolicyParameter"),
        (
            {"parameters": {"names": {"value": []}, "effect": {"value": "Audit"}}},
            400,
            "PolicyParameterValueNotAllowed",
        ),
        ({"enforcementMode": "Sometimes"}, 400, "InvalidPolicyAssignment"),
        ({"overrides": [{"kind": "policyEffect", "value": "Deny"}]}, 501, "NotSupportedByLocalAzure"),
    ],
)
def test_an_assignment_that_cannot_work_is_refused(
    local_azure: LocalAzure, group: str, define: Define, properties: dict[str, Any], status: int, code: str
) -> None:
    definition = define(
        {"field": "name", "in": "[parameters('names')]"}, effect="[parameters('effect')]", parameters=PARAMETERS
    )
    sent = {"policyDefinitionId": definition, "parameters": {"names": {"value": ["x"]}}, **properties}
    answer = local_azure.call("PUT", f"{group}/{ASSIGNMENTS}/test", {"properties": sent})
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


def test_an_effect_that_an_assignment_chooses_must_be_one_that_works(
    local_azure: LocalAzure, group: str, define: Define
) -> None:
    parameters = {"effect": {"type": "String"}}
    definition = define({"field": "name", "equals": "x"}, effect="[parameters('effect')]", parameters=parameters)
    sent = {"policyDefinitionId": definition, "parameters": {"effect": {"value": "Append"}}}
    answer = local_azure.call("PUT", f"{group}/{ASSIGNMENTS}/test", {"properties": sent})
    assert (answer.status_code, answer.json()["error"]["code"]) == (501, "NotSupportedByLocalAzure")


def test_an_assignment_is_answered_as_it_was_put(local_azure: LocalAzure, group: str, define: Define) -> None:
    definition = define({"field": "name", "equals": "never"})
    path = f"{group}/{ASSIGNMENTS}/test-answered"
    for more in ({}, {}, {"enforcementMode": "Default", "displayName": "again"}):
        answer = local_azure.call("PUT", path, {"properties": {"policyDefinitionId": definition, **more}})
        assert answer.status_code == 201
    found = local_azure.call("GET", path).json()["properties"]
    assert (found["policyDefinitionId"], found["scope"]) == (definition, group)
    assert found["enforcementMode"] == "Default"


def test_azures_own_definitions_may_be_asked_for_by_all_and_are_not_here(local_azure: LocalAzure) -> None:
    somebody = local_azure.token(object_id="5ca1ab1e-0000-4000-8000-0000000000ab")
    path = "/providers/Microsoft.Authorization/policyDefinitions"
    answer = local_azure.call("GET", f"{path}/none", token=somebody)
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "PolicyDefinitionNotFound")
    assert local_azure.call("GET", path, token=somebody).json() == {"value": []}
