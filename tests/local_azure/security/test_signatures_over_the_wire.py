"""Shared access signatures under attack: widened, outlived, moved elsewhere, or signed by who has lost the role."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from azure.storage.blob import (
    BlobSasPermissions,
    ContainerSasPermissions,
    UserDelegationKey,
    generate_blob_sas,
    generate_container_sas,
)

from local_azure.identity import SUBSCRIPTION_ID
from local_azure.tokens import Principal
from tests.local_azure.machinelearning.running import BLOB_DATA_CONTRIBUTOR, GROUP, STORAGE, RunningAzure
from tests.local_azure.security.blobs import call, make_container

READER = Principal("5ca1ab1e-0000-4000-8000-0000000000d1", "5ca1ab1e-0000-4000-8000-0000000000d2", "signer")
ACCOUNT = f"{GROUP}/providers/Microsoft.Storage/storageAccounts/sttest"
ROLE = f"/subscriptions/{SUBSCRIPTION_ID}/providers/Microsoft.Authorization/roleDefinitions/{BLOB_DATA_CONTRIBUTOR}"
SIGNERS = f"{ACCOUNT}/providers/Microsoft.Authorization/roleAssignments/5ca1ab1e-0000-4000-8000-0000000000d3"


@pytest.fixture(scope="module")
def stored(attacked: RunningAzure) -> RunningAzure:
    """A local Azure with a blob in each of two containers, and a signer who may read and write them."""
    attacked.platform.tokens.register(READER)
    make_container(attacked, "open", {"mine": b"mine", "other": b"other"})
    make_container(attacked, "closed", {"mine": b"secret"})
    assigned = {"principalId": READER.object_id, "principalType": "ServicePrincipal", "roleDefinitionId": ROLE}
    attacked.put(SIGNERS, {"properties": assigned})
    return attacked


def delegated(azure: RunningAzure, hours: float = 1) -> Any:  # noqa: ANN401 -- the client's
    """Returns the signer's key for some hours."""
    now = datetime.now(UTC)
    start, end = (f"{moment:%Y-%m-%dT%H:%M:%SZ}" for moment in (now - timedelta(hours=1), now + timedelta(hours=hours)))
    body = f"<KeyInfo><Start>{start}</Start><Expiry>{end}</Expiry></KeyInfo>".encode()
    token = azure.platform.tokens.issue(READER, STORAGE)
    answer = call(azure, "POST", "?restype=service&comp=userdelegationkey", body, token=token)
    assert answer.status_code == 200, answer.text
    key = UserDelegationKey()
    for member in (
        "signed_oid",
        "signed_tid",
        "signed_start",
        "signed_expiry",
        "signed_service",
        "signed_version",
        "value",
    ):
        tag = "".join(word.title() for word in member.split("_"))
        setattr(key, member, answer.text.partition(f"<{tag}>")[2].partition(f"</{tag}>")[0])
    return key


def signature(key: Any, permission: str = "r", *, hours: float = 0.5) -> str:  # noqa: ANN401
    """Returns a signature of the blob ``open/mine``."""
    return generate_blob_sas(
        "sttest",
        "open",
        "mine",
        user_delegation_key=key,
        permission=BlobSasPermissions.from_string(permission),
        expiry=datetime.now(UTC) + timedelta(hours=hours),
    )


def of_container(key: Any, permission: str) -> str:  # noqa: ANN401
    """Returns a signature of the container ``open``."""
    return generate_container_sas(
        "sttest",
        "open",
        user_delegation_key=key,
        permission=ContainerSasPermissions.from_string(permission),
        expiry=datetime.now(UTC) + timedelta(hours=0.5),
    )


def test_it_opens_what_it_was_made_for(stored: RunningAzure) -> None:
    assert call(stored, "GET", f"open/mine?{signature(delegated(stored))}", token="").content == b"mine"


@pytest.mark.parametrize(
    ("method", "target"),
    [
        ("GET", "open/other?{sas}"),
        ("GET", "closed/mine?{sas}"),
        ("GET", "open?restype=container&comp=list&{sas}"),
        ("GET", "?comp=list&{sas}"),
        ("PUT", "open/mine?{sas}"),
        ("DELETE", "open/mine?{sas}"),
        ("PUT", "open/mine?comp=metadata&{sas}"),
        ("DELETE", "open?restype=container&{sas}"),
        ("GET", "open/../closed/mine?{sas}"),
        ("GET", "open/%2e%2e/closed/mine?{sas}"),
        ("GET", "open/%252e%252e/closed/mine?{sas}"),
        ("GET", "open%2Fother?{sas}"),
        ("GET", "open/mine/../other?{sas}"),
        ("GET", "open/mine%2f..%2fother?{sas}"),
        ("GET", "open/mine?{sas}&sig=AAAA"),
        ("GET", "open/mine?{sas}&sp=rwdl"),
        ("PUT", "open/mine?comp=&comp=block&{sas}"),
        ("GET", "open/mine?{widened}"),
        ("GET", "open/mine?{longer}"),
        ("GET", "open/mine?{of_all}"),
        ("GET", "open/mine?{odd}"),
    ],
)
def test_it_opens_nothing_else(stored: RunningAzure, method: str, target: str) -> None:
    sas = signature(delegated(stored))
    year = int(sas.partition("se=")[2][:4])
    changed = {
        "sas": sas,
        "widened": sas.replace("sp=r", "sp=rwdl"),
        "longer": sas.replace(f"se={year}", f"se={year + 1}"),
        "of_all": sas.replace("sr=b", "sr=c"),
        "odd": f"{sas.partition('sig=')[0]}{urlencode({'sig': 'é'})}",
    }
    answer = call(stored, method, target.format(**changed), b"" if method == "PUT" else None, token="")
    assert answer.status_code in (400, 403, 404, 409), answer.text
    assert b"secret" not in answer.content
    assert sas.partition("sig=")[2][:20] not in answer.text


def test_a_containers_signature_for_reading_neither_lists_nor_writes(stored: RunningAzure) -> None:
    sas = of_container(delegated(stored), "r")
    assert call(stored, "GET", f"open/other?{sas}", token="").content == b"other"
    assert call(stored, "GET", f"open?restype=container&comp=list&{sas}", token="").status_code == 403
    assert call(stored, "PUT", f"open/new?{sas}", b"new", token="").status_code == 403


def test_it_holds_no_longer_than_its_own_time_nor_its_keys(stored: RunningAzure) -> None:
    for sas in (signature(delegated(stored), hours=-0.1), signature(delegated(stored, hours=-0.1), hours=9)):
        answer = call(stored, "GET", f"open/mine?{sas}", token="")
        assert (answer.status_code, answer.headers["x-ms-error-code"]) == (403, "AuthenticationFailed")


def test_it_opens_nothing_any_more_when_its_signer_has_lost_the_role(stored: RunningAzure) -> None:
    sas = signature(delegated(stored), "rw")
    stored.delete(SIGNERS)
    try:
        answer = call(stored, "GET", f"open/mine?{sas}", token="")
        assert (answer.status_code, answer.headers["x-ms-error-code"]) == (403, "AuthorizationPermissionMismatch")
    finally:
        assigned = {"principalId": READER.object_id, "principalType": "ServicePrincipal", "roleDefinitionId": ROLE}
        stored.put(SIGNERS, {"properties": assigned})


def test_no_key_can_be_in_the_platforms_own_name(stored: RunningAzure) -> None:
    sas = signature(delegated(stored))
    other = sas.replace(READER.object_id, "00000000-0000-0000-0000-000000000000")
    assert call(stored, "GET", f"open/mine?{other}", token="").status_code == 403
