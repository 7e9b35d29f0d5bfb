"""Role assignments decide what a caller may do, and are made and changed only as Azure allows."""

import uuid
from collections.abc import Callable

import pytest

from local_azure.identity import DEPLOYER_OBJECT_ID, SUBSCRIPTION_SCOPE
from tests.local_azure.running import LocalAzure

ASSIGNMENTS = "providers/Microsoft.Authorization/roleAssignments"
DEFINITIONS = f"{SUBSCRIPTION_SCOPE}/providers/Microsoft.Authorization/roleDefinitions"
READER = f"{DEFINITIONS}/acdd72a7-3385-48ef-bd42-f606fba81ae7"
CONTRIBUTOR = f"{DEFINITIONS}/b24988ac-6180-42a0-ab88-20f7382dd24c"
IDENTITIES = "providers/Microsoft.ManagedIdentity/userAssignedIdentities"

Assign = Callable[[str, str, str], str]


@pytest.fixture
def somebody() -> str:
    """The object id of a principal without any role."""
    return str(uuid.uuid4())


@pytest.fixture
def assign(local_azure: LocalAzure) -> Assign:
    def made(scope: str, principal: str, role: str) -> str:
        path = f"{scope}/{ASSIGNMENTS}/{uuid.uuid4()}"
        properties = {"principalId": principal, "principalType": "ServicePrincipal", "roleDefinitionId": role}
        assert local_azure.call("PUT", path, {"properties": properties}).status_code == 201
        return path

    return made


def test_without_a_role_nothing_is_told_not_even_that_it_is_missing(
    local_azure: LocalAzure, group: str, somebody: str
) -> None:
    for path in (group, f"{group}-none"):
        answer = local_azure.call("GET", path, token=local_azure.token(object_id=somebody))
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "AuthorizationFailed")
        assert "'Microsoft.Resources/subscriptions/resourceGroups/read'" in answer.text
        assert somebody in answer.text


def test_a_role_on_the_group_counts_below_it_and_not_beside_it(
    local_azure: LocalAzure, group: str, somebody: str, assign: Assign
) -> None:
    token = local_azure.token(object_id=somebody)
    identity = f"{group}/{IDENTITIES}/id-role"
    assign(group, somebody, READER)
    assert local_azure.call("GET", group, token=token).status_code == 200
    assert local_azure.call("GET", identity, token=token).status_code == 404
    assert local_azure.call("PUT", identity, {"location": "eastus2"}, token=token).status_code == 403
    assert local_azure.call("GET", f"{group}x", token=token).status_code == 403


def test_lists_show_what_lies_where_the_caller_has_a_role(
    local_azure: LocalAzure, group: str, somebody: str, assign: Assign
) -> None:
    token = local_azure.token(object_id=somebody)
    beside = f"{group}-beside"
    local_azure.put(beside, {"location": "eastus2"})
    for scope in (group, beside):
        local_azure.put(f"{scope}/{IDENTITIES}/id-listed", {"location": "eastus2"})
    assert local_azure.call("GET", "/subscriptions", token=token).json() == {"value": []}
    for path in ("resourceGroups", "resources"):
        assert local_azure.call("GET", f"{SUBSCRIPTION_SCOPE}/{path}", token=token).status_code == 403
    assign(group, somebody, READER)
    assert len(local_azure.call("GET", "/subscriptions", token=token).json()["value"]) == 1
    [mine] = local_azure.call("GET", f"{SUBSCRIPTION_SCOPE}/resourceGroups", token=token).json()["value"]
    assert mine["id"] == group
    [seen] = local_azure.call("GET", f"{SUBSCRIPTION_SCOPE}/resources", token=token).json()["value"]
    assert seen["id"] == f"{group}/{IDENTITIES}/id-listed"
    assert local_azure.call("GET", f"{beside}/resources", token=token).status_code == 403


def test_a_role_that_names_the_groups_action_reads_the_group(
    local_azure: LocalAzure, group: str, somebody: str, assign: Assign
) -> None:
    assign(group, somebody, f"{DEFINITIONS}/53ca6127-db72-4b80-b1b0-d745d6d5456d")  # Foundry User
    token = local_azure.token(object_id=somebody)
    assert local_azure.call("GET", group, token=token).status_code == 200
    assert local_azure.call("PUT", group, {"location": "eastus2"}, token=token).status_code == 403


def test_a_contributor_writes_but_assigns_no_roles(
    local_azure: LocalAzure, group: str, somebody: str, assign: Assign
) -> None:
    token = local_azure.token(object_id=somebody)
    assign(group, somebody, CONTRIBUTOR)
    written = local_azure.call("PUT", f"{group}/{IDENTITIES}/id-con", {"location": "eastus2"}, token=token)
    assert written.status_code == 201
    body = {"properties": {"principalId": somebody, "roleDefinitionId": READER, "principalType": "User"}}
    assert local_azure.call("PUT", f"{group}/{ASSIGNMENTS}/{uuid.uuid4()}", body, token=token).status_code == 403


def test_a_role_taken_away_no_longer_counts(local_azure: LocalAzure, group: str, somebody: str, assign: Assign) -> None:
    token = local_azure.token(object_id=somebody)
    path = assign(group, somebody, READER)
    assert local_azure.call("GET", group, token=token).status_code == 200
    assert local_azure.call("DELETE", path).status_code == 200
    assert local_azure.call("GET", group, token=token).status_code == 403


def test_attaching_an_identity_needs_a_right_on_that_identity(
    local_azure: LocalAzure, group: str, somebody: str, assign: Assign
) -> None:
    identity = f"{group}/{IDENTITIES}/id-attached"
    local_azure.put(identity, {"location": "eastus2"})
    registry = f"{group}/providers/Microsoft.ContainerRegistry/registries/reg{uuid.uuid4().hex[:12]}"
    assign(registry.split("/providers")[0], somebody, f"{DEFINITIONS}/e40ec5ca-96e0-45a2-b4ff-59039f2c2b59")
    body = {
        "location": "eastus2",
        "sku": {"name": "Premium"},
        "identity": {"type": "UserAssigned", "userAssignedIdentities": {identity: {}}},
    }
    made = local_azure.put(registry, body)
    [filled] = made["identity"]["userAssignedIdentities"].values()
    assert filled["principalId"] == local_azure.call("GET", identity).json()["properties"]["principalId"]


def test_the_same_assignment_under_another_name_exists_already(
    local_azure: LocalAzure, group: str, somebody: str, assign: Assign
) -> None:
    assign(group, somebody, READER)
    body = {"properties": {"principalId": somebody, "roleDefinitionId": READER, "principalType": "ServicePrincipal"}}
    answer = local_azure.call("PUT", f"{group}/{ASSIGNMENTS}/{uuid.uuid4()}", body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "RoleAssignmentExists")


def test_an_assignment_can_be_put_again_but_not_changed(
    local_azure: LocalAzure, group: str, somebody: str, assign: Assign
) -> None:
    path = assign(group, somebody, READER)
    same = {"properties": {"principalId": somebody, "roleDefinitionId": READER, "principalType": "ServicePrincipal"}}
    assert local_azure.call("PUT", path, same).status_code == 200
    other = {"properties": {**same["properties"], "principalId": DEPLOYER_OBJECT_ID}}
    answer = local_azure.call("PUT", path, other)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "RoleAssignmentUpdateNotPermitted")


@pytest.mark.parametrize(
    ("name", "changes", "code"),
    [
        ("not-a-guid", {}, "InvalidRoleAssignmentId"),
        (str(uuid.uuid4()), {"principalId": None}, "InvalidCreateRoleAssignmentRequest"),
        (str(uuid.uuid4()), {"roleDefinitionId": f"{DEFINITIONS}/{uuid.uuid4()}"}, "RoleDefinitionDoesNotExist"),
        (str(uuid.uuid4()), {"principalType": None}, "PrincipalNotFound"),
        (str(uuid.uuid4()), {"condition": "true BoolEquals true"}, "InvalidRoleAssignmentCondition"),
        (str(uuid.uuid4()), {"condition": "AND", "conditionVersion": "2.0"}, "InvalidRoleAssignmentCondition"),
        (
            str(uuid.uuid4()),
            {"condition": "@Resource[x] StringEquals 'y'", "conditionVersion": "2.0"},
            "NotSupportedByLocalAzure",
        ),
    ],
)
def test_what_is_wrong_with_an_assignment_is_told(
    local_azure: LocalAzure, group: str, somebody: str, name: str, changes: dict[str, str], code: str
) -> None:
    properties = {"principalId": somebody, "principalType": "User", "roleDefinitionId": READER, **changes}
    answer = local_azure.call("PUT", f"{group}/{ASSIGNMENTS}/{name}", {"properties": properties})
    assert answer.json()["error"]["code"] == code


def test_the_list_at_a_scope_has_what_is_inherited_and_can_be_filtered(
    local_azure: LocalAzure, group: str, somebody: str, assign: Assign
) -> None:
    here = assign(group, somebody, READER)
    listed = local_azure.call("GET", f"{group}/{ASSIGNMENTS}?$filter=atScope()").json()["value"]
    scopes = {each["properties"]["scope"] for each in listed}
    assert {group, SUBSCRIPTION_SCOPE} <= scopes
    mine = local_azure.call("GET", f"{group}/{ASSIGNMENTS}?$filter=principalId eq '{somebody}'").json()["value"]
    assert [each["id"] for each in mine] == [here]
    assert mine[0]["properties"]["principalType"] == "ServicePrincipal"


def test_built_in_roles_are_found_by_name(local_azure: LocalAzure, group: str) -> None:
    path = f"{group}/providers/Microsoft.Authorization/roleDefinitions?$filter=roleName eq 'AcrPull'"
    [found] = local_azure.call("GET", path).json()["value"]
    assert found["properties"]["permissions"][0]["actions"] == ["Microsoft.ContainerRegistry/registries/pull/read"]
    assert local_azure.call("GET", found["id"]).json() == found


def test_deleting_an_assignment_tells_what_it_was(
    local_azure: LocalAzure, group: str, somebody: str, assign: Assign
) -> None:
    assignment = assign(group, somebody, READER)
    answer = local_azure.call("DELETE", assignment)
    assert (answer.status_code, answer.json()["properties"]["principalId"]) == (200, somebody)
    assert local_azure.call("DELETE", assignment).status_code == 204
