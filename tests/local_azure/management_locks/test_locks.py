"""Locks hold what is under them, are checked after the roles, and can be taken off again."""

import uuid

import pytest

from catalogue.roles import role
from local_azure.identity import SUBSCRIPTION_ID
from tests.local_azure.running import LocalAzure

IDENTITIES = "providers/Microsoft.ManagedIdentity/userAssignedIdentities"
ACCOUNTS = "providers/Microsoft.CognitiveServices/accounts"
LOCKS = "providers/Microsoft.Authorization/locks"
LOCATION = {"location": "eastus2"}


@pytest.fixture
def identity(local_azure: LocalAzure, group: str) -> str:
    """The id of an identity."""
    path = f"{group}/{IDENTITIES}/id-kept"
    local_azure.put(path, LOCATION)
    return path


def lock(azure: LocalAzure, scope: str, level: str) -> str:
    path = f"{scope}/{LOCKS}/kept"
    answer = azure.call("PUT", path, {"properties": {"level": level, "notes": "holds data"}})
    assert answer.status_code == 201, answer.text
    return path


def refusal(answer: object) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]  # type: ignore[attr-defined]


def test_what_is_locked_against_deletion_can_be_changed_but_not_deleted(
    local_azure: LocalAzure, group: str, identity: str
) -> None:
    lock(local_azure, identity, "CanNotDelete")
    assert local_azure.call("PUT", identity, LOCATION | {"tags": {"a": "b"}}).status_code == 200
    refused = local_azure.call("DELETE", identity)
    assert refusal(refused) == (409, "ScopeLocked")
    assert refused.json()["error"]["message"] == (
        f"The scope '{identity}' cannot perform delete operation because following scope(s) are locked: '{identity}'. "
        "Please remove the lock and try again."
    )
    assert local_azure.call("GET", identity).status_code == 200


def test_a_group_with_something_locked_in_it_is_not_deleted(local_azure: LocalAzure, group: str, identity: str) -> None:
    lock(local_azure, identity, "CanNotDelete")
    refused = local_azure.call("DELETE", group)
    assert refusal(refused) == (409, "ScopeLocked")
    assert f"locked: '{identity}'" in refused.text
    assert local_azure.call("GET", group).json()["properties"]["provisioningState"] == "Succeeded"


def test_a_lock_on_the_group_holds_for_what_is_in_it_until_it_is_taken_off(
    local_azure: LocalAzure, group: str, identity: str
) -> None:
    path = lock(local_azure, group, "CanNotDelete")
    assert refusal(local_azure.call("DELETE", identity)) == (409, "ScopeLocked")
    assert local_azure.call("DELETE", path).status_code == 200
    assert local_azure.call("DELETE", identity).status_code == 200


def test_read_only_refuses_changes_and_keys_too(local_azure: LocalAzure, group: str, identity: str) -> None:
    account = f"{group}/{ACCOUNTS}/ai-{uuid.uuid4().hex[:12]}"
    local_azure.put(account, LOCATION | {"kind": "AIServices", "sku": {"name": "S0"}, "properties": {}})
    path = lock(local_azure, group, "ReadOnly")
    for refused in (
        local_azure.call("PUT", identity, LOCATION | {"tags": {"a": "b"}}),
        local_azure.call("PATCH", identity, {"tags": {"a": "b"}}),
        local_azure.call("PUT", f"{group}/{IDENTITIES}/id-new", LOCATION),
        local_azure.call("POST", f"{account}/listKeys"),
        local_azure.call("DELETE", identity),
    ):
        assert refusal(refused) == (409, "ScopeLocked")
    assert local_azure.call("GET", identity).status_code == 200
    assert local_azure.call("DELETE", path).status_code == 200
    assert local_azure.call("POST", f"{account}/listKeys").status_code == 200


def test_a_caller_without_a_role_is_told_that_and_not_of_the_lock(
    local_azure: LocalAzure, group: str, identity: str
) -> None:
    lock(local_azure, identity, "CanNotDelete")
    token = local_azure.token(object_id=str(uuid.uuid4()))
    assert refusal(local_azure.call("DELETE", identity, token=token)) == (403, "AuthorizationFailed")


def test_a_contributor_can_neither_put_a_lock_on_nor_take_it_off(
    local_azure: LocalAzure, group: str, identity: str
) -> None:
    somebody = str(uuid.uuid4())
    contributor = role("Contributor").definition_id(SUBSCRIPTION_ID)
    properties = {"principalId": somebody, "principalType": "User", "roleDefinitionId": contributor}
    path = f"{group}/providers/Microsoft.Authorization/roleAssignments/{uuid.uuid4()}"
    local_azure.call("PUT", path, {"properties": properties}).raise_for_status()
    token = local_azure.token(object_id=somebody)
    body = {"properties": {"level": "CanNotDelete"}}
    assert local_azure.call("PUT", f"{identity}/{LOCKS}/mine", body, token=token).status_code == 403
    assert local_azure.call("DELETE", lock(local_azure, identity, "CanNotDelete"), token=token).status_code == 403


def test_a_lock_is_answered_as_it_was_put(local_azure: LocalAzure, identity: str) -> None:
    path = lock(local_azure, identity, "CANNOTDELETE")
    found = local_azure.call("GET", path).json()
    assert found["properties"] == {"level": "CanNotDelete", "notes": "holds data"}
    assert (found["id"], found["name"], found["type"]) == (path, "kept", "Microsoft.Authorization/locks")
    [listed] = local_azure.call("GET", f"{identity}/{LOCKS}").json()["value"]
    assert listed["id"] == path


def test_an_unknown_level_is_refused(local_azure: LocalAzure, identity: str) -> None:
    refused = local_azure.call("PUT", f"{identity}/{LOCKS}/kept", {"properties": {"level": "Firmly"}})
    assert refusal(refused) == (400, "InvalidLockLevel")
