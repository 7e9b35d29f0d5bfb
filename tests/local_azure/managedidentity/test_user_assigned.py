"""User-assigned identities are principals, new ones each time they are made."""

import pytest

from local_azure.identity import TENANT_ID
from tests.local_azure.running import LocalAzure

IDENTITIES = "providers/Microsoft.ManagedIdentity/userAssignedIdentities"


def credential(**changes: object) -> dict[str, object]:
    properties = {"issuer": "https://token.example", "subject": "repo:a", "audiences": ["api://x"], **changes}
    return {"properties": properties}


def test_an_identity_has_ids_that_stay(local_azure: LocalAzure, group: str) -> None:
    path = f"{group}/{IDENTITIES}/id-stays"
    first = local_azure.put(path, {"location": "eastus2"})["properties"]
    assert first.keys() == {"tenantId", "principalId", "clientId"}
    assert first["tenantId"] == TENANT_ID
    assert local_azure.put(path, {"location": "eastus2", "tags": {"a": "b"}})["properties"] == first


def test_services_can_have_tokens_for_it_until_it_is_deleted(local_azure: LocalAzure, group: str) -> None:
    path = f"{group}/{IDENTITIES}/id-token"
    object_id = local_azure.put(path, {"location": "eastus2"})["properties"]["principalId"]
    tokens = local_azure.platform.tokens
    principal = tokens.principal(object_id)
    assert principal is not None
    caller = tokens.verify_token(tokens.issue(principal, "https://ml.azure.com"), audiences=("https://ml.azure.com",))
    assert (caller.object_id, caller.claims["xms_mirid"]) == (object_id, path)
    local_azure.delete(path)
    assert tokens.principal(object_id) is None


def test_made_again_under_its_name_it_is_somebody_else(local_azure: LocalAzure, group: str) -> None:
    path = f"{group}/{IDENTITIES}/id-again"
    first = local_azure.put(path, {"location": "eastus2"})["properties"]
    local_azure.delete(path)
    assert local_azure.put(path, {"location": "eastus2"})["properties"]["principalId"] != first["principalId"]


def test_issuer_and_subject_are_used_once(local_azure: LocalAzure, group: str) -> None:
    path = f"{group}/{IDENTITIES}/id-federated"
    local_azure.put(path, {"location": "eastus2"})
    local_azure.put(f"{path}/federatedIdentityCredentials/first", credential())
    second = local_azure.call("PUT", f"{path}/federatedIdentityCredentials/second", credential())
    assert (second.status_code, second.json()["error"]["code"]) == (409, "Conflict")
    local_azure.put(f"{path}/federatedIdentityCredentials/second", credential(subject="repo:b"))


@pytest.mark.parametrize("member", ["issuer", "subject", "audiences"])
def test_a_federated_credential_needs_all_its_members(local_azure: LocalAzure, group: str, member: str) -> None:
    path = f"{group}/{IDENTITIES}/id-lacking"
    local_azure.put(path, {"location": "eastus2"})
    answer = local_azure.call("PUT", f"{path}/federatedIdentityCredentials/abc", credential(**{member: None}))
    assert answer.status_code == 400
    assert member in answer.text


def test_a_system_assigned_identity_is_made_with_its_resource(local_azure: LocalAzure, group: str) -> None:
    account = f"{group}/providers/Microsoft.CognitiveServices/accounts/ai-identity"
    body = {"location": "eastus2", "kind": "AIServices", "sku": {"name": "S0"}, "properties": {}}
    identity = local_azure.put(account, body | {"identity": {"type": "SystemAssigned"}})["identity"]
    principal = local_azure.platform.tokens.principal(identity["principalId"])
    assert principal is not None
    assert principal.resource_id == account
    again = local_azure.put(account, body | {"identity": {"type": "SystemAssigned"}, "tags": {"a": "b"}})
    assert again["identity"] == identity
    local_azure.delete(account)
    assert local_azure.platform.tokens.principal(identity["principalId"]) is None
