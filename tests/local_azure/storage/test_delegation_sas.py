"""User delegation SAS made by azure-storage-blob are accepted, and only for what they say."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl

import pytest
from azure.storage.blob import BlobSasPermissions, UserDelegationKey, generate_blob_sas

from local_azure.storage.delegation_keys import derive_key, key_answer, read_key_request
from local_azure.storage.delegation_sas import check_sas

NOW = datetime(2026, 10, 7, 12, 0, tzinfo=UTC)
SECRET = "c2VjcmV0LW9mLXRoZS1hY2NvdW50LTAxMjM0NTY3ODk="  # pragma: allowlist secret
OBJECT_ID = "11111111-1111-4111-8111-111111111111"
TENANT_ID = "22222222-2222-4222-8222-222222222222"


def delegation_key() -> UserDelegationKey:
    key = UserDelegationKey()
    key.signed_oid, key.signed_tid = OBJECT_ID, TENANT_ID
    key.signed_start, key.signed_expiry = "2026-10-07T11:00:00Z", "2026-10-07T19:00:00Z"
    key.signed_service, key.signed_version = "b", "2023-11-03"
    members = {"skoid": OBJECT_ID, "sktid": TENANT_ID, "skt": key.signed_start, "ske": key.signed_expiry}
    key.value = derive_key(SECRET, members)
    return key


def sas_query(permission: str = "r", ends: datetime = NOW + timedelta(hours=1), **changes: str) -> dict[str, str]:
    token = generate_blob_sas(
        "account",
        "logs",
        "run/std log.txt",
        user_delegation_key=delegation_key(),
        permission=BlobSasPermissions.from_string(permission),
        expiry=ends,
    )
    return {**dict(parse_qsl(token)), **changes}


def finding(query: dict[str, str], *, blob: str = "run/std log.txt", permission: str = "r") -> str | None:
    key = derive_key(SECRET, query)
    found = check_sas(query, account="account", container="logs", blob=blob, permission=permission, key=key, now=NOW)
    return None if found is None else f"{found.code}: {found.detail}"


def test_a_signature_of_the_storage_client_is_accepted() -> None:
    assert finding(sas_query()) is None


def test_another_blob_is_not_opened_by_it() -> None:
    assert finding(sas_query(), blob="run/other.txt") == "AuthenticationFailed: Signature did not match"


@pytest.mark.parametrize(
    ("member", "value"),
    [("sp", "rw"), ("se", "2027-01-01T00:00:00Z"), ("skoid", TENANT_ID), ("ske", "2030-01-01T00:00:00Z")],
)
def test_no_member_can_be_changed_after_signing(member: str, value: str) -> None:
    assert finding(sas_query(**{member: value})) == "AuthenticationFailed: Signature did not match"


def test_an_expired_signature_is_refused() -> None:
    assert "expired" in str(finding(sas_query(ends=NOW)))


def test_reading_does_not_allow_writing() -> None:
    assert str(finding(sas_query(), permission="cw")).startswith("AuthorizationPermissionMismatch")


def test_the_key_that_is_answered_signs_for_its_caller_and_time() -> None:
    body = b"<KeyInfo><Start>2026-10-07T11:00:00Z</Start><Expiry>2026-10-07T19:00:00Z</Expiry></KeyInfo>"
    answer = key_answer(read_key_request(body), account_secret=SECRET, object_id=OBJECT_ID, tenant_id=TENANT_ID)
    assert f"<Value>{delegation_key().value}</Value>".encode() in answer
