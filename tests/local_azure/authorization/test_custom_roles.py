"""Custom roles are made, assigned where they may be, and deleted once nobody has them."""

import uuid
from typing import Any

import httpx
import pytest

from catalogue.roles import role
from local_azure.identity import SUBSCRIPTION_ID, SUBSCRIPTION_SCOPE
from tests.local_azure.running import LocalAzure, group_id

DEFINITIONS = "providers/Microsoft.Authorization/roleDefinitions"
ASSIGNMENTS = "providers/Microsoft.Authorization/roleAssignments"
IDENTITIES = "providers/Microsoft.ManagedIdentity/userAssignedIdentities"


def body(group: str, **changes: object) -> dict[str, Any]:
    properties = {
        "roleName": f"Identity Keeper {uuid.uuid4()}",
        "description": "Makes identities and nothing else",
        "type": "CustomRole",
        "permissions": [{"actions": ["Microsoft.ManagedIdentity/*"], "notActions": ["*/delete"]}],
        "assignableScopes": [group],
        **changes,
    }
    return {"properties": properties}


@pytest.fixture
def custom(local_azure: LocalAzure, group: str) -> dict[str, Any]:
    """A custom role that is assignable in the group."""
    answer = local_azure.call("PUT", f"{group}/{DEFINITIONS}/{uuid.uuid4()}", body(group))
    assert answer.status_code == 201
    return dict(answer.json())


def assign(azure: LocalAzure, scope: str, definition: str, principal: str) -> httpx.Response:
    properties = {"principalId": principal, "principalType": "ServicePrincipal", "roleDefinitionId": definition}
    return azure.call("PUT", f"{scope}/{ASSIGNMENTS}/{uuid.uuid4()}", {"properties": properties})


def test_its_actions_count_and_what_it_takes_out_does_not(
    local_azure: LocalAzure, group: str, custom: dict[str, Any]
) -> None:
    principal = str(uuid.uuid4())
    assert assign(local_azure, group, custom["id"], principal).status_code == 201
    token = local_azure.token(object_id=principal)
    identity = f"{group}/{IDENTITIES}/id-custom"
    assert local_azure.call("PUT", identity, {"location": "eastus2"}, token=token).status_code == 201
    assert local_azure.call("DELETE", identity, token=token).status_code == 403
    assert local_azure.call("GET", group, token=token).status_code == 403


def test_it_is_found_by_name_and_kind_where_it_is_assignable(
    local_azure: LocalAzure, group: str, custom: dict[str, Any]
) -> None:
    assert custom["id"] == f"{SUBSCRIPTION_SCOPE}/{DEFINITIONS}/{custom['name']}"
    assert local_azure.call("GET", custom["id"]).json() == custom
    name = custom["properties"]["roleName"]
    for expression, found in (
        (f"roleName eq '{name}'", [custom]),
        (f"roleName eq '{name}' and type eq 'CustomRole'", [custom]),
        (f"roleName eq '{name}' and type eq 'BuiltInRole'", []),
    ):
        assert local_azure.call("GET", f"{group}/{DEFINITIONS}?$filter={expression}").json()["value"] == found
    above = f"{SUBSCRIPTION_SCOPE}/{DEFINITIONS}?$filter=roleName eq '{name}'"
    assert local_azure.call("GET", above).json()["value"] == []
    assert local_azure.call("GET", f"{above} and atScopeAndBelow()").json()["value"] == [custom]
    refused = local_azure.call("GET", f"{group}/{DEFINITIONS}?$filter=color eq 'red'")
    assert refused.json()["error"]["code"] == "InvalidFilterInQueryString"


def test_it_cannot_be_assigned_outside_its_scopes(local_azure: LocalAzure, group: str, custom: dict[str, Any]) -> None:
    refused = assign(local_azure, SUBSCRIPTION_SCOPE, custom["id"], str(uuid.uuid4()))
    assert refused.status_code == 400
    assert refused.json()["error"]["code"] == "RoleAssignmentScopeNotAssignableToRoleDefinition"
    assert group in refused.json()["error"]["message"]


def test_it_can_be_deleted_only_once_nobody_has_it(local_azure: LocalAzure, group: str, custom: dict[str, Any]) -> None:
    assigned = assign(local_azure, group, custom["id"], str(uuid.uuid4())).json()
    refused = local_azure.call("DELETE", custom["id"])
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, "RoleDefinitionHasAssignments")
    local_azure.call("DELETE", assigned["id"]).raise_for_status()
    assert local_azure.call("DELETE", custom["id"]).json() == custom
    assert local_azure.call("GET", custom["id"]).json()["error"]["code"] == "RoleDefinitionDoesNotExist"
    assert local_azure.call("DELETE", custom["id"]).status_code == 204


def test_a_change_counts_and_keeps_who_made_it(local_azure: LocalAzure, group: str, custom: dict[str, Any]) -> None:
    changed = body(group, roleName=custom["properties"]["roleName"], permissions=[{"actions": ["*/read"]}])
    again = local_azure.call("PUT", custom["id"], changed)
    assert again.status_code == 201
    assert again.json()["properties"]["createdOn"] == custom["properties"]["createdOn"]
    assert again.json()["properties"]["permissions"][0]["actions"] == ["*/read"]


def test_two_roles_cannot_have_one_name(local_azure: LocalAzure, group: str, custom: dict[str, Any]) -> None:
    twin = body(group, roleName=custom["properties"]["roleName"].upper())
    refused = local_azure.call("PUT", f"{group}/{DEFINITIONS}/{uuid.uuid4()}", twin)
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "RoleDefinitionWithSameNameExists")


@pytest.mark.parametrize(
    ("name", "changes", "told"),
    [
        ("no-guid", {}, "It must be a GUID"),
        (None, {"roleName": ""}, "roleName"),
        (None, {"permissions": []}, "permissions"),
        (None, {"permissions": [{"actions": []}]}, "allows no action"),
        (None, {"permissions": [{"actions": ["*"], "denied": []}]}, "permissions.0.denied"),
        (None, {"assignableScopes": []}, "assignableScopes"),
        (None, {"assignableScopes": ["/"]}, "root scope"),
        (str(role("Reader").guid), {}, "built in"),
    ],
)
def test_what_is_wrong_with_a_role_is_told(
    local_azure: LocalAzure, group: str, name: str | None, changes: dict[str, Any], told: str
) -> None:
    answer = local_azure.call("PUT", f"{group}/{DEFINITIONS}/{name or uuid.uuid4()}", body(group, **changes))
    assert answer.status_code == 400
    assert told in answer.json()["error"]["message"]


def test_a_built_in_role_cannot_be_deleted(local_azure: LocalAzure) -> None:
    refused = local_azure.call("DELETE", role("Reader").definition_id(SUBSCRIPTION_ID))
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, "InvalidRoleDefinition")


def test_it_takes_a_right_on_every_scope_that_it_names(local_azure: LocalAzure, group: str) -> None:
    maker = str(uuid.uuid4())
    assign(local_azure, group, role("User Access Administrator").definition_id(SUBSCRIPTION_ID), maker)
    token = local_azure.token(object_id=maker)
    path = f"{group}/{DEFINITIONS}/{uuid.uuid4()}"
    further = body(group, assignableScopes=[group, group_id("another")])
    assert local_azure.call("PUT", path, further, token=token).status_code == 403
    assert local_azure.call("PUT", path, body(group), token=token).status_code == 201
