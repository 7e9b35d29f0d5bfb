"""Roles allow what Azure's own definitions say."""

import json
from pathlib import Path

import pytest

from catalogue.roles import role
from local_azure.role_definitions import RoleDefinition, built_in_roles

PUBLISHED = Path(__file__).parents[3] / "shared" / "arm" / "roles.json"
ML = "Microsoft.MachineLearningServices/workspaces"
BLOBS = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs"


@pytest.mark.parametrize(
    ("name", "action", "data", "allowed"),
    [
        ("Owner", "Microsoft.Storage/storageAccounts/write", False, True),
        ("Owner", f"{BLOBS}/read", True, False),
        ("Contributor", "microsoft.authorization/roleassignments/WRITE", False, False),
        ("Contributor", "Microsoft.KeyVault/locations/deletedVaults/purge/action", False, True),
        ("Reader", "Microsoft.Storage/storageAccounts/read", False, True),
        ("Reader", "Microsoft.Storage/storageAccounts/listKeys/action", False, False),
        ("AzureML Data Scientist", f"{ML}/jobs/write", False, True),
        ("AzureML Data Scientist", f"{ML}/computes/write", False, False),
        ("Managed Identity Operator", "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action", False, True),
        ("Storage Blob Data Reader", f"{BLOBS}/read", True, True),
        ("Storage Blob Data Reader", f"{BLOBS}/write", True, False),
        ("Cost Management Contributor", "Microsoft.Consumption/budgets/write", False, True),
        ("Locks Contributor", "Microsoft.Authorization/locks/write", False, True),
    ],
)
def test_a_role_allows_its_actions_alone(name: str, action: str, data: bool, allowed: bool) -> None:
    [permission] = built_in_roles()[str(role(name).guid)].permissions
    assert permission.allows(action, data=data) is allowed


@pytest.mark.skipif(not PUBLISHED.is_file(), reason="Azure's published role definitions are not beside this clone")
def test_the_definitions_are_those_that_azure_publishes() -> None:
    published = {entry["name"]: entry for entry in json.loads(PUBLISHED.read_text())["roles"]}
    for guid in built_in_roles().keys() & published.keys():
        found, [entry] = built_in_roles()[guid], published[guid]["permissions"]
        [permission] = found.permissions
        assert found.name == published[guid]["roleName"]
        assert list(permission.actions) == entry["actions"]
        assert list(permission.not_actions) == entry["notActions"]
        assert list(permission.data_actions) == entry["dataActions"]
        assert list(permission.not_data_actions) == entry["notDataActions"]
        assert permission.condition == entry.get("condition", "")


@pytest.mark.parametrize(
    ("scope", "assignable"),
    [("/subscriptions/S/resourceGroups/rg", True), ("/subscriptions/s/resourcegroups/rg/providers/a/b/c", True),
     ("/subscriptions/s/resourceGroups/rg2", False), ("/subscriptions/s", False), ("", False)],
)  # fmt: skip
def test_a_role_is_assignable_inside_its_scopes_alone(scope: str, assignable: bool) -> None:
    custom = RoleDefinition("g", "n", (), assignable_scopes=("/subscriptions/s/resourceGroups/rg/",), is_custom=True)
    assert custom.is_assignable_at(scope) is assignable
    assert RoleDefinition("g", "n", ()).is_assignable_at(scope)
