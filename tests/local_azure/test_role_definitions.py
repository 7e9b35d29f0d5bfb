"""Roles allow what Azure's own definitions say."""

import json
from pathlib import Path

import pytest

from catalogue.roles import role
from local_azure.role_definitions import allows, role_definitions

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
        (
            "Storage Blob Data Reader",
            f"{BLOBS}/read",
            True,
            True,
        ),
        (
            "Storage Blob Data Reader",
            f"{BLOBS}/write",
            True,
            False,
        ),
    ],
)
def test_a_role_allows_its_actions_alone(name: str, action: str, data: bool, allowed: bool) -> None:
    assert allows(role(name), action, data=data) is allowed


@pytest.mark.skipif(not PUBLISHED.is_file(), reason="Azure's published role definitions are not beside this clone")
def test_the_definitions_are_those_that_azure_publishes() -> None:
    published = {entry["name"]: entry for entry in json.loads(PUBLISHED.read_text())["roles"]}
    for role_id, found in role_definitions().items():
        [permission] = published[role_id]["permissions"]
        assert found.name == published[role_id]["roleName"]
        assert list(found.actions) == permission["actions"]
        assert list(found.not_actions) == permission["notActions"]
        assert list(found.data_actions) == permission["dataActions"]
        assert list(found.not_data_actions) == permission["notDataActions"]
