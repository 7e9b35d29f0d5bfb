"""Clients sign in as they do to Entra, and are refused in Entra's words."""

import pytest
from azure.core.exceptions import ClientAuthenticationError
from azure.identity import ClientSecretCredential

from local_azure.credentials import credentials
from local_azure.identity import DEPLOYER_CLIENT_ID, DEPLOYER_OBJECT_ID, TENANT_ID
from tests.local_azure.running import LocalAzure

TOKEN_URL = f"https://login.microsoftonline.com/{TENANT_ID}/oauth2/v2.0/token"


@pytest.fixture
def secret(local_azure: LocalAzure, monkeypatch: pytest.MonkeyPatch) -> str:
    """The deployer's secret; azure-identity finds proxy and trust in the environment."""
    monkeypatch.setenv("HTTPS_PROXY", local_azure.proxy)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(local_azure.directory / "bundle.pem"))
    return credentials(local_azure.directory).client_secret


def form(secret: str, **changes: str) -> dict[str, str]:
    return {
        "grant_type": "client_credentials",
        "client_id": DEPLOYER_CLIENT_ID,
        "client_secret": secret,
        "scope": "https://management.azure.com/.default",
        **changes,
    }


def test_azure_identity_signs_in_and_arm_takes_its_token(local_azure: LocalAzure, secret: str) -> None:
    with ClientSecretCredential(TENANT_ID, DEPLOYER_CLIENT_ID, secret) as credential:
        token = credential.get_token("https://management.azure.com/.default").token
    [subscription] = local_azure.call("GET", "/subscriptions", token=token).json()["value"]
    assert subscription["tenantId"] == TENANT_ID


def test_a_wrong_secret_is_told_to_azure_identity(secret: str) -> None:
    with (
        ClientSecretCredential(TENANT_ID, DEPLOYER_CLIENT_ID, secret + "x") as credential,
        pytest.raises(ClientAuthenticationError, match="AADSTS7000215"),
    ):
        credential.get_token("https://management.azure.com/.default")


def test_a_foreign_tenant_is_told_to_azure_identity(secret: str) -> None:
    foreign = "11111111-2222-4333-8444-555555555555"
    with (
        ClientSecretCredential(foreign, DEPLOYER_CLIENT_ID, secret) as credential,
        pytest.raises((ClientAuthenticationError, ValueError)),
    ):
        credential.get_token("https://management.azure.com/.default")


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"client_secret": "wrong"}, 401, 7000215),
        ({"client_secret": ""}, 401, 7000216),
        ({"client_id": "00000000-0000-4000-8000-0000000000ff"}, 400, 700016),
        ({"grant_type": "password"}, 400, 70003),
        ({"scope": ""}, 400, 900144),
        ({"scope": "https://management.azure.com/user_impersonation"}, 400, 1002012),
        ({"scope": "https://nowhere.example/.default"}, 400, 500011),
    ],
)
def test_each_flaw_has_its_code(
    local_azure: LocalAzure, secret: str, changes: dict[str, str], status: int, code: int
) -> None:
    answer = local_azure.http.post(TOKEN_URL, data=form(secret, **changes))
    assert (answer.status_code, answer.json()["error_codes"]) == (status, [code])
    assert answer.json()["error_description"].startswith(f"AADSTS{code}: ")


def test_a_foreign_tenant_has_its_code(local_azure: LocalAzure, secret: str) -> None:
    answer = local_azure.http.post(TOKEN_URL.replace(TENANT_ID, "contoso.example"), data=form(secret))
    assert answer.json()["error_codes"] == [90002]


def test_the_first_version_of_the_endpoint_takes_a_resource(local_azure: LocalAzure, secret: str) -> None:
    data = form(secret, resource="https://management.core.windows.net/")
    data.pop("scope")
    answer = local_azure.http.post(TOKEN_URL.replace("/v2.0", ""), data=data).json()
    assert answer["resource"] == "https://management.core.windows.net/"
    caller = local_azure.platform.tokens.verify_token(
        answer["access_token"], audiences=("https://management.core.windows.net",)
    )
    assert caller.object_id == DEPLOYER_OBJECT_ID


def test_discovery_leads_to_the_keys(local_azure: LocalAzure) -> None:
    base = "https://login.microsoftonline.com"
    discovered = local_azure.http.get(f"{base}/common/discovery/instance").json()["tenant_discovery_endpoint"]
    configuration = local_azure.http.get(discovered).json()
    assert configuration["token_endpoint"] == TOKEN_URL
    assert local_azure.http.get(configuration["jwks_uri"]).json() == local_azure.platform.tokens.jwks()


def test_a_resource_that_is_no_url_is_not_found(local_azure: LocalAzure, secret: str) -> None:
    answer = local_azure.http.post(TOKEN_URL.replace("/v2.0", ""), data=form(secret, resource="https://["))
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_resource")
