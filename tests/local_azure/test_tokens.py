"""Tokens are signed, and every flaw in one is found."""

import base64
import json
from datetime import timedelta
from pathlib import Path

import jwt
import pytest

from local_azure.errors import AzureError
from local_azure.identity import TENANT_ID
from local_azure.secret_files import write_secret
from local_azure.store import Store
from local_azure.tokens import MANAGEMENT_AUDIENCES, Principal, TokenAuthority
from tests.local_azure.running import HeldClock

ARM = "https://management.azure.com"
ALICE = Principal("00000000-0000-4000-8000-00000000000a", "00000000-0000-4000-8000-00000000000b", "alice")


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture(scope="module")
def signing_key(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A signing key, made once: it takes a while."""
    directory = tmp_path_factory.mktemp("key")
    TokenAuthority(directory, Store(directory / "state.sqlite"), HeldClock())
    return (directory / "token-signing.key").read_bytes()


@pytest.fixture
def authority(tmp_path: Path, clock: HeldClock, signing_key: bytes) -> TokenAuthority:
    write_secret(tmp_path / "token-signing.key", signing_key)
    return TokenAuthority(tmp_path, Store(tmp_path / "state.sqlite"), clock)


def refusal(authority: TokenAuthority, token: str) -> AzureError:
    with pytest.raises(AzureError) as raised:
        authority.verify_token(token, audiences=MANAGEMENT_AUDIENCES)
    assert raised.value.status == 401
    assert 'Bearer authorization_uri="https://login.microsoftonline.com/' in raised.value.headers["WWW-Authenticate"]
    return raised.value


def test_a_token_says_who_it_speaks_for(authority: TokenAuthority) -> None:
    caller = authority.verify_token(authority.issue(ALICE, ARM), audiences=MANAGEMENT_AUDIENCES)
    assert (caller.object_id, caller.app_id, caller.tenant) == (ALICE.object_id, ALICE.app_id, TENANT_ID)


def test_a_slash_at_the_end_of_the_audience_makes_no_difference(authority: TokenAuthority) -> None:
    authority.verify_token(authority.issue(ALICE, ARM + "/"), audiences=(ARM,))


def test_an_expired_token_is_refused(authority: TokenAuthority, clock: HeldClock) -> None:
    token = authority.issue(ALICE, ARM, lifetime=timedelta(minutes=5))
    clock.advance(minutes=5)
    assert refusal(authority, token).code == "ExpiredAuthenticationToken"


def test_a_token_of_the_future_is_refused(authority: TokenAuthority, clock: HeldClock) -> None:
    token = authority.issue(ALICE, ARM)
    clock.advance(hours=-1)
    assert refusal(authority, token).code == "ExpiredAuthenticationToken"


def test_a_token_for_another_resource_is_refused(authority: TokenAuthority) -> None:
    assert refusal(authority, authority.issue(ALICE, "https://storage.azure.com")).code == (
        "InvalidAuthenticationTokenAudience"
    )


def test_a_token_of_another_tenant_is_refused(authority: TokenAuthority) -> None:
    token = authority.issue(ALICE, ARM, claims={"tid": "someone-else"})
    assert refusal(authority, token).code == "InvalidAuthenticationTokenTenant"


def test_a_token_of_another_authority_is_refused(authority: TokenAuthority, tmp_path: Path, clock: HeldClock) -> None:
    other = TokenAuthority(tmp_path / "other", Store(tmp_path / "other.sqlite"), clock)
    assert refusal(authority, other.issue(ALICE, ARM)).code == "InvalidAuthenticationToken"


def test_a_token_without_signature_is_refused(authority: TokenAuthority) -> None:
    _, payload, _ = authority.issue(ALICE, ARM).split(".")
    header = base64.urlsafe_b64encode(json.dumps({"alg": "none", "typ": "JWT"}).encode()).decode().rstrip("=")
    assert refusal(authority, f"{header}.{payload}.").code == "InvalidAuthenticationToken"


@pytest.mark.parametrize("token", ["", "opaque", "a.b.c"])
def test_what_is_no_token_is_refused(authority: TokenAuthority, token: str) -> None:
    assert refusal(authority, token).code == "InvalidAuthenticationToken"


def test_the_published_keys_check_the_signature(authority: TokenAuthority) -> None:
    [key] = authority.jwks()["keys"]
    token = authority.issue(ALICE, ARM)
    assert jwt.get_unverified_header(token)["kid"] == key["kid"]
    claims = jwt.decode(
        token,
        jwt.PyJWK(key),
        algorithms=["RS256"],
        audience=ARM,
        options={"verify_exp": False, "verify_nbf": False, "verify_iat": False},
    )
    assert claims["oid"] == ALICE.object_id


def test_the_key_survives_a_restart_and_only_its_owner_reads_it(
    authority: TokenAuthority, tmp_path: Path, clock: HeldClock
) -> None:
    again = TokenAuthority(tmp_path, Store(tmp_path / "state.sqlite"), clock)
    again.verify_token(authority.issue(ALICE, ARM), audiences=MANAGEMENT_AUDIENCES)
    assert (tmp_path / "token-signing.key").stat().st_mode & 0o777 == 0o600


def test_a_client_is_found_by_id_and_its_secret_is_checked(authority: TokenAuthority) -> None:
    authority.register(ALICE, secret="right")
    found = authority.client(ALICE.app_id.upper())
    assert found == ALICE
    assert authority.knows_secret(ALICE, "right")
    assert not authority.knows_secret(ALICE, "wrong")


def test_a_principal_without_secret_has_none_that_fits(authority: TokenAuthority) -> None:
    authority.register(ALICE)
    assert not authority.knows_secret(ALICE, "")
