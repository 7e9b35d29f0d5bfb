"""A write that an assigned policy denies is refused with the policies named, after the roles were checked."""

import json
import uuid
from typing import Any

import pytest

from local_azure.identity import SUBSCRIPTION_SCOPE
from tests.local_azure.policy.conftest import ASSIGNMENTS, Assign, Define
from tests.local_azure.running import LocalAzure, group_id

IDENTITIES = "providers/Microsoft.ManagedIdentity/userAssignedIdentities"
WITHOUT_OWNER = {"field": "tags['owner']", "exists": "false"}
IDENTITY_WITHOUT_OWNER = {
    "allOf": [{"field": "type", "equals": "Microsoft.ManagedIdentity/userAssignedIdentities"}, WITHOUT_OWNER]
}
PLAIN, TAGGED = {"location": "eastus2"}, {"location": "eastus2", "tags": {"owner": "somebody"}}


def code(answer: Any) -> tuple[int, str]:  # noqa: ANN401 -- an HTTP answer
    return answer.status_code, answer.json()["error"]["code"]


def test_a_denied_write_is_refused_in_azures_shape(
    local_azure: LocalAzure, group: str, define: Define, assign: Assign
) -> None:
    definition = define(IDENTITY_WITHOUT_OWNER)
    assignment = assign(group, definition)
    refused = local_azure.call("PUT", f"{group}/{IDENTITIES}/id-denied", PLAIN)
    error = refused.json()["error"]
    assert (refused.status_code, error["code"], error["target"]) == (403, "RequestDisallowedByPolicy", "id-denied")
    identifiers = json.loads(error["message"].split("Policy identifiers: '")[1].removesuffix("'."))
    assert identifiers == [
        {
            "policyAssignment": {"name": "A test's policy", "id": assignment},
            "policyDefinition": {"name": "A test's rule", "id": definition},
        }
    ]
    [info] = error["additionalInfo"]
    assert info["type"] == "PolicyViolation"
    assert info["info"]["policyDefinitionEffect"] == "deny"
    assert info["info"]["policyAssignmentScope"] == group
    assert [each["operator"] for each in info["info"]["evaluationDetails"]["evaluatedExpressions"]] == [
        "Equals",
        "Exists",
    ]
    assert local_azure.call("GET", f"{group}/{IDENTITIES}/id-denied").status_code == 404


def test_what_it_does_not_look_for_goes_through(
    local_azure: LocalAzure, group: str, define: Define, assign: Assign
) -> None:
    assign(group, define(IDENTITY_WITHOUT_OWNER))
    assert local_azure.call("PUT", f"{group}/{IDENTITIES}/id-tagged", TAGGED).status_code == 201
    merged = local_azure.call("PATCH", f"{group}/{IDENTITIES}/id-tagged", {"tags": {"owner": None}})
    assert code(merged) == (403, "RequestDisallowedByPolicy")
    beside = f"{group}-beside"
    local_azure.put(beside, PLAIN)
    assert local_azure.call("PUT", f"{beside}/{IDENTITIES}/id-beside", PLAIN).status_code == 201


def test_a_caller_without_a_role_is_told_that_first(
    local_azure: LocalAzure, group: str, define: Define, assign: Assign
) -> None:
    assign(group, define(IDENTITY_WITHOUT_OWNER))
    token = local_azure.token(object_id=str(uuid.uuid4()))
    refused = local_azure.call("PUT", f"{group}/{IDENTITIES}/id-denied", PLAIN, token=token)
    assert code(refused) == (403, "AuthorizationFailed")


def test_at_the_subscription_it_holds_for_groups_too_but_not_where_it_is_spared(
    local_azure: LocalAzure, define: Define, assign: Assign
) -> None:
    only_mine = {"field": "name", "like": "rg-policy-mine-*"}
    groups = {"field": "type", "equals": "Microsoft.Resources/subscriptions/resourceGroups"}
    spared = group_id("rg-policy-mine-spared")
    assign(SUBSCRIPTION_SCOPE, define({"allOf": [groups, only_mine, WITHOUT_OWNER]}), notScopes=[spared.upper()])
    assert code(local_azure.call("PUT", group_id("rg-policy-mine-1"), PLAIN)) == (403, "RequestDisallowedByPolicy")
    assert local_azure.call("PUT", group_id("rg-policy-mine-1"), TAGGED).status_code == 201
    assert local_azure.call("PUT", spared, PLAIN).status_code == 201


def test_at_a_resource_it_holds_for_that_alone(
    local_azure: LocalAzure, group: str, define: Define, assign: Assign
) -> None:
    one, other = f"{group}/{IDENTITIES}/id-one", f"{group}/{IDENTITIES}/id-other"
    local_azure.put(one, PLAIN)
    assign(one, define(IDENTITY_WITHOUT_OWNER))
    assert code(local_azure.call("PUT", one, PLAIN)) == (403, "RequestDisallowedByPolicy")
    assert local_azure.call("PUT", other, PLAIN).status_code == 201


@pytest.mark.parametrize(
    ("effect", "properties"),
    [("audit", {}), ("Disabled", {}), ("deny", {"enforcementMode": "DoNotEnforce"})],
)
def test_it_refuses_nothing_unless_it_denies_and_is_enforced(
    local_azure: LocalAzure, group: str, define: Define, assign: Assign, effect: str, properties: dict[str, str]
) -> None:
    assign(group, define(IDENTITY_WITHOUT_OWNER, effect=effect), **properties)
    assert local_azure.call("PUT", f"{group}/{IDENTITIES}/id-fine", PLAIN).status_code == 201


def test_parameters_decide_what_is_allowed_and_what_happens(
    local_azure: LocalAzure, group: str, define: Define, assign: Assign
) -> None:
    parameters = {
        "regions": {"type": "Array"},
        "effect": {"type": "String", "defaultValue": "Audit", "allowedValues": ["Audit", "Deny", "Disabled"]},
    }
    definition = define(
        {"field": "location", "notIn": "[parameters('regions')]"},
        effect="[parameters('effect')]",
        parameters=parameters,
        mode="Indexed",
    )
    assign(group, definition, parameters={"regions": {"value": ["East US 2"]}, "effect": {"value": "Deny"}})
    assert local_azure.call("PUT", f"{group}/{IDENTITIES}/id-here", PLAIN).status_code == 201
    elsewhere = local_azure.call("PUT", f"{group}/{IDENTITIES}/id-there", {"location": "westeurope"})
    assert code(elsewhere) == (403, "RequestDisallowedByPolicy")
    # Indexed: what has no location isn't looked at.
    lock = local_azure.call("PUT", f"{group}/{ASSIGNMENTS}/more", {"properties": {"policyDefinitionId": "none"}})
    assert code(lock) == (404, "PolicyDefinitionNotFound")


def test_its_own_words_are_told(local_azure: LocalAzure, group: str, define: Define, assign: Assign) -> None:
    assign(group, define(IDENTITY_WITHOUT_OWNER), nonComplianceMessages=[{"message": "Every identity has an owner"}])
    refused = local_azure.call("PUT", f"{group}/{IDENTITIES}/id-denied", PLAIN)
    assert refused.json()["error"]["message"] == (
        "Resource 'id-denied' was disallowed by policy. Reasons: 'Every identity has an owner'. "
        "See error details for policy resource IDs."
    )


def test_once_it_is_taken_off_it_refuses_no_longer(
    local_azure: LocalAzure, group: str, define: Define, assign: Assign
) -> None:
    definition = define(IDENTITY_WITHOUT_OWNER)
    assignment = assign(group, definition)
    refused = local_azure.call("DELETE", definition)
    assert code(refused) == (400, "InvalidDeletePolicyDefinitionRequest")
    assert assignment in refused.text
    assert local_azure.call("DELETE", assignment).status_code == 200
    assert local_azure.call("DELETE", definition).status_code == 200
    assert local_azure.call("PUT", f"{group}/{IDENTITIES}/id-free", PLAIN).status_code == 201
