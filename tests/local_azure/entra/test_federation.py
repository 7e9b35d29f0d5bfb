"""A pipeline signs in as an identity with its own token, as a federated credential of that identity allows."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
from azure.core.exceptions import ClientAuthenticationError
from azure.identity import ClientAssertionCredential
from cryptography.hazmat.primitives.asymmetric import rsa

from local_azure.identity import DEPLOYER_CLIENT_ID, TENANT_ID
from local_azure.options import Options, keep_options, kept_options
from tests.local_azure.running import HeldClock, LocalAzure, group_id

ISSUER = "https://token.actions.githubusercontent.com"
SUBJECT = "repo:contoso/models:environment:prod"
AUDIENCE = "api://AzureADTokenExchange"
TOKEN_URL = f"https://login.microsoftonline.com/{TENANT_ID}/oauth2/v2.0/token"
KEY, OTHER_KEY = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))
CLOCK = HeldClock()


def keys() -> dict[str, Any]:
    public = jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True)
    return {"keys": [{**public, "kid": "first", "alg": "RS256", "use": "sig"}]}


def assertion(key: rsa.RSAPrivateKey = KEY, kid: str | None = "first", **changes: object) -> str:
    now = int(CLOCK.now().timestamp())
    claims = {"iss": ISSUER, "sub": SUBJECT, "aud": AUDIENCE, "iat": now, "nbf": now, "exp": now + 300, **changes}
    return jwt.encode(claims, key, algorithm="RS256", headers={"kid": kid} if kid else None)


@pytest.fixture(scope="module")
def azure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAzure]:
    """A local Azure that knows the keys of one outside issuer."""
    options = Options(weights="tiny-random", retry_after_ms=10, federated_issuers={ISSUER: keys()})
    with LocalAzure(tmp_path_factory.mktemp("federated"), clock=CLOCK, options=options) as running:
        running.register_all()
        running.put(group_id("rg"), {"location": "eastus2"})
        yield running


@pytest.fixture(scope="module")
def client_id(azure: LocalAzure) -> str:
    """The client id of an identity with two federated credentials."""
    path = f"{group_id('rg')}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-deployer"
    identity = azure.put(path, {"location": "eastus2"})
    for name, issuer in (("github", ISSUER), ("unreachable", "https://issuer.example")):
        properties = {"issuer": issuer, "subject": SUBJECT, "audiences": [AUDIENCE]}
        azure.put(f"{path}/federatedIdentityCredentials/{name}", {"properties": properties})
    return str(identity["properties"]["clientId"])


def form(client_id: str, token: str, **changes: str) -> dict[str, str]:
    return {
        "grant_type": "client_credentials",
        "client_id": client_id,
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": token,
        "scope": "https://management.azure.com/.default",
        **changes,
    }


def test_azure_identity_signs_in_as_the_identity(
    azure: LocalAzure, client_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", azure.proxy)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(azure.directory / "bundle.pem"))
    with ClientAssertionCredential(TENANT_ID, client_id, assertion) as credential:
        token = credential.get_token("https://management.azure.com/.default").token
    caller = azure.platform.tokens.verify_token(token, audiences=("https://management.azure.com",))
    assert caller.app_id == client_id
    assert azure.call("GET", group_id("rg"), token=token).status_code == 403
    with (
        ClientAssertionCredential(TENANT_ID, client_id, lambda: assertion(sub="repo:contoso/fork")) as fork,
        pytest.raises(ClientAuthenticationError, match=r"AADSTS700213.*'repo:contoso/fork'"),
    ):
        fork.get_token("https://management.azure.com/.default")


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({}, 200, None),
        ({"kid": None}, 200, None),
        ({"aud": ["other", AUDIENCE]}, 200, None),
        ({"iss": "https://gitlab.example"}, 401, 700211),
        ({"aud": "api://other"}, 401, 700212),
        ({"sub": "repo:contoso/models:pull_request"}, 401, 700213),
        ({"sub": SUBJECT.upper()}, 401, 7002138),
        ({"iss": "https://issuer.example"}, 400, 501661),
        ({"key": OTHER_KEY}, 401, 7000272),
        ({"key": OTHER_KEY, "kid": None}, 401, 7000272),
        ({"kid": "second"}, 401, 7000272),
        ({"exp": int((CLOCK.now() - timedelta(minutes=6)).timestamp())}, 401, 700024),
        ({"nbf": int((CLOCK.now() + timedelta(minutes=6)).timestamp())}, 401, 700024),
        ({"sub": None}, 401, 50027),
    ],
)
def test_each_flaw_of_the_token_has_its_code(
    azure: LocalAzure, client_id: str, changes: dict[str, Any], status: int, code: int | None
) -> None:
    answer = azure.http.post(TOKEN_URL, data=form(client_id, assertion(**changes)))
    assert (answer.status_code, answer.json().get("error_codes")) == (status, None if code is None else [code])


def test_what_is_no_token_at_all_is_refused(azure: LocalAzure, client_id: str) -> None:
    assert azure.http.post(TOKEN_URL, data=form(client_id, "no.token")).json()["error_codes"] == [50027]


def test_an_identity_without_federated_credentials_accepts_none(azure: LocalAzure) -> None:
    answer = azure.http.post(TOKEN_URL, data=form(DEPLOYER_CLIENT_ID, assertion()))
    assert answer.json()["error_codes"] == [70025]


def test_an_assertion_of_another_kind_is_refused(azure: LocalAzure, client_id: str) -> None:
    answer = azure.http.post(TOKEN_URL, data=form(client_id, assertion(), client_assertion_type="saml2-bearer"))
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


def test_the_keys_of_issuers_are_kept_with_the_options(tmp_path: Path) -> None:
    keep_options(tmp_path, Options(federated_issuers={ISSUER: keys()}))
    assert json.loads((tmp_path / "options.json").read_text())["federated_issuers"][ISSUER] == keys()
    assert kept_options(tmp_path).federated_issuers[ISSUER] == keys()
