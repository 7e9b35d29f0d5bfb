"""Keys on a vault's own host: RSA keys that really encrypt and wrap, for those with the role."""

import base64

import pytest

from tests.local_azure.keyvault.vaults import CRYPTO_ENCRYPTION_USER, CRYPTO_OFFICER, Vault, inner, make_vault
from tests.local_azure.running import LocalAzure

SERVICE = "44444444-4444-4444-8444-444444444444"
PLAIN = base64.urlsafe_b64encode(b"thirty-two bytes of some content").decode().rstrip("=")


@pytest.fixture
def vault(local_azure: LocalAzure, group: str) -> Vault:
    return make_vault(local_azure, group, CRYPTO_OFFICER)


def created(vault: Vault, name: str = "cmk", **members: object) -> str:
    """Makes a key and returns the path of its version."""
    answer = vault.call("POST", f"keys/{name}/create", {"kty": "RSA", **members}).raise_for_status()
    return str(answer.json()["key"]["kid"]).removeprefix(f"{vault.host}/")


def test_a_key_is_shown_by_its_public_part_alone(vault: Vault) -> None:
    path = created(vault)
    answer = vault.call("GET", "keys/cmk")
    assert answer.json()["key"]["kid"] == f"{vault.host}/{path}"
    assert set(answer.json()["key"]) == {"kid", "kty", "key_ops", "n", "e"}
    assert "PRIVATE" not in answer.text
    assert [each["kid"] for each in vault.call("GET", "keys").json()["value"]] == [f"{vault.host}/keys/cmk"]


@pytest.mark.parametrize(("there", "back"), [("wrapkey", "unwrapkey"), ("encrypt", "decrypt")])
@pytest.mark.parametrize("algorithm", ["RSA-OAEP", "RSA-OAEP-256"])
def test_what_was_wrapped_comes_back(vault: Vault, there: str, back: str, algorithm: str) -> None:
    path = created(vault)
    wrapped = vault.call("POST", f"{path}/{there}", {"alg": algorithm, "value": PLAIN}).json()["value"]
    assert wrapped != PLAIN
    assert vault.call("POST", f"{path}/{back}", {"alg": algorithm, "value": wrapped}).json()["value"] == PLAIN


def test_what_another_key_wrapped_is_refused(vault: Vault) -> None:
    one, two = created(vault, "one"), created(vault, "two")
    wrapped = vault.call("POST", f"{one}/wrapkey", {"alg": "RSA-OAEP", "value": PLAIN}).json()["value"]
    answer = vault.call("POST", f"{two}/unwrapkey", {"alg": "RSA-OAEP", "value": wrapped})
    assert inner(answer)[:2] == (400, "BadParameter")
    other = vault.call("POST", f"{one}/wrapkey", {"alg": "A256KW", "value": PLAIN})
    assert inner(other)[:2] == (400, "BadParameter")


def test_a_key_does_only_what_it_was_made_for_and_nothing_while_it_is_disabled(vault: Vault) -> None:
    path = created(vault, key_ops=["wrapKey"])
    asked = {"alg": "RSA-OAEP", "value": PLAIN}
    assert inner(vault.call("POST", f"{path}/encrypt", asked)) == (403, "Forbidden", "KeyOperationForbidden")
    vault.call("PATCH", path, {"attributes": {"enabled": False}}).raise_for_status()
    assert inner(vault.call("POST", f"{path}/wrapkey", asked)) == (403, "Forbidden", "KeyDisabled")


def test_the_encryption_user_wraps_and_reads_and_can_do_no_more(vault: Vault) -> None:
    path = created(vault)
    asked = {"alg": "RSA-OAEP", "value": PLAIN}
    refused = vault.call("POST", f"{path}/wrapkey", asked, object_id=SERVICE)
    assert inner(refused) == (403, "Forbidden", "ForbiddenByRbac")
    vault.assign(CRYPTO_ENCRYPTION_USER, SERVICE)
    vault.call("POST", f"{path}/wrapkey", asked, object_id=SERVICE).raise_for_status()
    assert vault.call("POST", f"{path}/encrypt", asked, object_id=SERVICE).status_code == 403
    assert vault.call("DELETE", "keys/cmk", object_id=SERVICE).status_code == 403


def test_a_deleted_key_can_be_recovered_with_what_it_wrapped(vault: Vault) -> None:
    path = created(vault)
    wrapped = vault.call("POST", f"{path}/wrapkey", {"alg": "RSA-OAEP", "value": PLAIN}).json()["value"]
    deleted = vault.call("DELETE", "keys/cmk").raise_for_status().json()
    assert deleted["key"]["kid"] == vault.call("GET", "deletedkeys/cmk").json()["key"]["kid"] == f"{vault.host}/{path}"
    assert inner(vault.call("POST", "keys/cmk/create", {"kty": "RSA"}))[0] == 409
    vault.call("POST", "deletedkeys/cmk/recover").raise_for_status()
    answer = vault.call("POST", f"{path}/unwrapkey", {"alg": "RSA-OAEP", "value": wrapped})
    assert answer.json()["value"] == PLAIN


@pytest.mark.parametrize(("sent", "status"), [({"kty": "EC"}, 501), ({"kty": "RSA", "key_size": 1024}, 400)])
def test_keys_that_are_not_there_are_refused(vault: Vault, sent: dict[str, object], status: int) -> None:
    assert vault.call("POST", "keys/cmk/create", sent).status_code == status
    assert inner(vault.call("GET", "keys/cmk"))[:2] == (404, "KeyNotFound")
