"""An administrator whose role assignment has a condition assigns and takes away what it allows, and nothing else."""

import uuid

import pytest

from catalogue.roles import role
from local_azure.identity import SUBSCRIPTION_ID, SUBSCRIPTION_SCOPE
from tests.local_azure.running import LocalAzure

ASSIGNMENTS = "providers/Microsoft.Authorization/roleAssignments"
ACR_PULL = role("AcrPull").definition_id(SUBSCRIPTION_ID)
OWNER = role("Owner").definition_id(SUBSCRIPTION_ID)
CONDITION = (
    "((!(ActionMatches{'Microsoft.Authorization/roleAssignments/write'})) OR "
    "(@Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals"
    f"{{{role('AcrPull').guid}}})) AND ((!(ActionMatches{{'Microsoft.Authorization/roleAssignments/delete'}})) OR "
    "(@Resource[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals"
    f"{{{role('AcrPull').guid}}}))"
)


def assign(
    azure: LocalAzure, scope: str, principal: str, definition: str, token: str = "", **more: str
) -> tuple[str, int, str]:
    """PUTs an assignment; returns its id, the status and the answer's text."""
    path = f"{scope}/{ASSIGNMENTS}/{uuid.uuid4()}"
    properties = {"principalId": principal, "principalType": "ServicePrincipal", "roleDefinitionId": definition, **more}
    answer = azure.call("PUT", path, {"properties": properties}, token=token)
    return path, answer.status_code, answer.text


@pytest.fixture
def administrator(local_azure: LocalAzure, group: str) -> str:
    """The token of one who may assign AcrPull in the group, and no other role."""
    principal = str(uuid.uuid4())
    definition = role("Role Based Access Control Administrator").definition_id(SUBSCRIPTION_ID)
    _, status, text = assign(local_azure, group, principal, definition, condition=CONDITION, conditionVersion="2.0")
    assert status == 201, text
    return local_azure.token(object_id=principal)


def test_what_the_condition_allows_is_assigned_and_taken_away(
    local_azure: LocalAzure, group: str, administrator: str
) -> None:
    path, status, _ = assign(local_azure, group, str(uuid.uuid4()), ACR_PULL, administrator)
    assert status == 201
    assert local_azure.call("DELETE", path, token=administrator).status_code == 200


def test_what_it_does_not_allow_is_refused_with_the_condition_named(
    local_azure: LocalAzure, group: str, administrator: str
) -> None:
    _, status, text = assign(local_azure, group, str(uuid.uuid4()), OWNER, administrator)
    assert status == 403
    assert "an ABAC condition not fulfilled to perform action 'Microsoft.Authorization/roleAssignments/write'" in text
    path, _, _ = assign(local_azure, group, str(uuid.uuid4()), OWNER)
    refused = local_azure.call("DELETE", path, token=administrator)
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "AuthorizationFailed")


def test_the_condition_leaves_other_actions_alone(local_azure: LocalAzure, group: str, administrator: str) -> None:
    assert local_azure.call("GET", group, token=administrator).status_code == 200


def test_a_condition_is_answered_and_can_be_changed(local_azure: LocalAzure, group: str) -> None:
    principal = str(uuid.uuid4())
    path, _, _ = assign(local_azure, group, principal, ACR_PULL, condition=CONDITION, conditionVersion="2.0")
    found = local_azure.call("GET", path).json()["properties"]
    assert (found["condition"], found["conditionVersion"]) == (CONDITION, "2.0")
    body = {"properties": {"principalId": principal, "roleDefinitionId": ACR_PULL, "principalType": "ServicePrincipal"}}
    assert local_azure.call("PUT", path, body).status_code == 200
    assert local_azure.call("GET", path).json()["properties"]["condition"] is None


def test_a_role_with_a_condition_of_its_own_is_held_to_it(local_azure: LocalAzure, group: str) -> None:
    owner = str(uuid.uuid4())
    assign(local_azure, group, owner, role("Foundry Account Owner").definition_id(SUBSCRIPTION_ID))
    token = local_azure.token(object_id=owner)
    foundry_user = role("Foundry User").definition_id(SUBSCRIPTION_ID)
    assert assign(local_azure, group, str(uuid.uuid4()), foundry_user, token)[1] == 201
    assert assign(local_azure, group, str(uuid.uuid4()), OWNER, token)[1] == 403


def test_what_a_caller_may_do_is_told_with_its_conditions(
    local_azure: LocalAzure, group: str, administrator: str
) -> None:
    path = f"{group}/providers/Microsoft.Authorization/permissions"
    [found] = local_azure.call("GET", path, token=administrator).json()["value"]
    assert "Microsoft.Authorization/roleAssignments/write" in found["actions"]
    assert (found["condition"], found["conditionVersion"]) == (CONDITION, "2.0")
    [mine] = local_azure.call("GET", path).json()["value"]
    assert mine == {"actions": ["*"], "notActions": [], "dataActions": [], "notDataActions": []}
    at_subscription = f"{SUBSCRIPTION_SCOPE}/providers/Microsoft.Authorization/permissions"
    assert local_azure.call("GET", at_subscription, token=administrator).status_code == 403
