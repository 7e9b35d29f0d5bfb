"""What policies would deny is told before anything is written."""

import uuid
from pathlib import Path

from catalogue.roles import role
from local_azure.identity import SUBSCRIPTION_ID, SUBSCRIPTION_SCOPE
from tests.local_azure.policy.conftest import Assign, Define
from tests.local_azure.running import LocalAzure

STORAGE = "Microsoft.Storage/storageAccounts"
CHECK = "providers/Microsoft.PolicyInsights/checkPolicyRestrictions"
KEYS_ON = {
    "allOf": [
        {"field": "type", "equals": STORAGE},
        {"field": f"{STORAGE}/allowSharedKeyAccess", "notEquals": "false"},
    ]
}


def content(*, shared_keys: bool, **more: object) -> dict[str, object]:
    properties = {"allowSharedKeyAccess": shared_keys}
    return {"type": STORAGE, "name": "stplanned", "location": "East US 2", "properties": properties, **more}


def test_a_planned_resource_that_would_be_denied_is_told_with_the_policy(
    local_azure: LocalAzure, group: str, define: Define, assign: Assign
) -> None:
    definition = define(KEYS_ON)
    assignment = assign(group, definition)
    body = {"resourceDetails": {"resourceContent": content(shared_keys=True), "apiVersion": "2024-01-01"}}
    answer = local_azure.call("POST", f"{group}/{CHECK}", body).json()
    [evaluation] = answer["contentEvaluationResult"]["policyEvaluations"]
    assert evaluation["policyInfo"] == {"policyDefinitionId": definition, "policyAssignmentId": assignment}
    assert evaluation["evaluationResult"] == "NonCompliant"
    assert evaluation["effectDetails"] == {"policyEffect": "deny"}
    assert evaluation["evaluationDetails"]["evaluatedExpressions"][1]["expressionValue"] is True
    assert answer["fieldRestrictions"] == []


def test_a_planned_resource_that_would_be_accepted_is_told_so(
    local_azure: LocalAzure, group: str, define: Define, assign: Assign
) -> None:
    assign(group, define(KEYS_ON))
    body = {"resourceDetails": {"resourceContent": content(shared_keys=False)}}
    answer = local_azure.call("POST", f"{group}/{CHECK}", body).json()
    assert answer == {"fieldRestrictions": [], "contentEvaluationResult": {"policyEvaluations": []}}


def test_values_that_are_still_open_are_checked_one_by_one(
    local_azure: LocalAzure, group: str, define: Define, assign: Assign
) -> None:
    assign(group, define({"field": "location", "notIn": ["eastus2"]}, mode="Indexed"))
    assign(group, define({"field": "tags.env", "equals": "test"}))
    body = {
        "resourceDetails": {"resourceContent": content(shared_keys=False)},
        "pendingFields": [
            {"field": "location", "values": ["eastus2", "westeurope"]},
            {"field": "tags.env", "values": ["test", "prod"]},
            {"field": f"{STORAGE}/minimumTlsVersion", "values": ["TLS1_0"]},
        ],
    }
    restricted = local_azure.call("POST", f"{group}/{CHECK}", body).json()["fieldRestrictions"]
    told = {each["field"]: [(rule["result"], rule["values"]) for rule in each["restrictions"]] for each in restricted}
    assert told == {"location": [("Deny", ["westeurope"])], "tags.env": [("Deny", ["test"])]}


def test_what_is_only_audited_is_told_when_it_is_asked_for(
    local_azure: LocalAzure, group: str, define: Define, assign: Assign
) -> None:
    assign(group, define(KEYS_ON, effect="Audit"))
    body = {"resourceDetails": {"resourceContent": content(shared_keys=True)}}
    path = f"{group}/{CHECK}"
    assert not local_azure.call("POST", path, body).json()["contentEvaluationResult"]["policyEvaluations"]
    told = local_azure.call("POST", path, body | {"includeAuditEffect": True}).json()
    assert told["contentEvaluationResult"]["policyEvaluations"][0]["effectDetails"] == {"policyEffect": "Audit"}


def test_a_disabled_policy_is_never_told(local_azure: LocalAzure, group: str, define: Define, assign: Assign) -> None:
    assign(group, define(KEYS_ON, effect="Disabled"))
    body = {"resourceDetails": {"resourceContent": content(shared_keys=True)}, "includeAuditEffect": True}
    told = local_azure.call("POST", f"{group}/{CHECK}", body).json()
    assert told["contentEvaluationResult"] == {"policyEvaluations": []}


def test_what_the_content_decides_is_not_told_again_for_each_open_value(
    local_azure: LocalAzure, group: str, define: Define, assign: Assign
) -> None:
    assign(group, define(KEYS_ON))
    body = {
        "resourceDetails": {"resourceContent": content(shared_keys=True)},
        "pendingFields": [{"field": "location", "values": ["eastus2"]}],
    }
    told = local_azure.call("POST", f"{group}/{CHECK}", body).json()
    assert len(told["contentEvaluationResult"]["policyEvaluations"]) == 1
    assert told["fieldRestrictions"] == []


def test_a_question_that_cannot_be_answered_is_refused(local_azure: LocalAzure, group: str) -> None:
    details = {"resourceContent": content(shared_keys=True)}
    for body, code in (
        ({}, "InvalidRequestContent"),
        ({"resourceDetails": {"resourceContent": {"location": "eastus2"}}}, "InvalidCheckRestrictionsRequest"),
        ({"resourceDetails": details, "pendingFields": [{"field": "location"}]}, "NotSupportedByLocalAzure"),
    ):
        assert local_azure.call("POST", f"{group}/{CHECK}", body).json()["error"]["code"] == code


def test_the_provider_must_be_registered(tmp_path: Path) -> None:
    body = {"resourceDetails": {"resourceContent": content(shared_keys=True)}}
    with LocalAzure(tmp_path) as azure:
        refused = azure.call("POST", f"{SUBSCRIPTION_SCOPE}/{CHECK}", body)
    assert refused.json()["error"]["code"] == "MissingSubscriptionRegistration"


def test_a_reader_may_ask_and_a_stranger_may_not(local_azure: LocalAzure, group: str) -> None:
    reader = str(uuid.uuid4())
    token = local_azure.token(object_id=reader)
    body = {"resourceDetails": {"resourceContent": content(shared_keys=True)}}
    assert local_azure.call("POST", f"{group}/{CHECK}", body, token=token).status_code == 403
    path = f"{group}/providers/Microsoft.Authorization/roleAssignments/{uuid.uuid4()}"
    definition = role("Reader").definition_id(SUBSCRIPTION_ID)
    properties = {"principalId": reader, "principalType": "User", "roleDefinitionId": definition}
    local_azure.call("PUT", path, {"properties": properties}).raise_for_status()
    assert local_azure.call("POST", f"{group}/{CHECK}", body, token=token).status_code == 200
    assert local_azure.call("POST", f"{SUBSCRIPTION_SCOPE}/{CHECK}", body, token=token).status_code == 403
