"""An account without a subdomain answers at its region's host, by key alone; a subdomain may be given later, once."""

import uuid

import httpx
import pytest

from local_azure.identity import DEPLOYER_OBJECT_ID
from tests.local_azure.keyvault.vaults import assign
from tests.local_azure.running import LocalAzure

OPENAI_USER = "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd"
REGION = "eastus2.api.cognitive.microsoft.com"


def refusal(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


@pytest.fixture
def account(local_azure: LocalAzure, group: str) -> str:
    """The id of an account without a subdomain, whose role lets the deployer ask it."""
    made = f"{group}/providers/Microsoft.CognitiveServices/accounts/ai-{uuid.uuid4().hex[:8]}"
    local_azure.put(made, body())
    assign(local_azure, made, OPENAI_USER, DEPLOYER_OBJECT_ID)
    return made


def body(**properties: object) -> dict[str, object]:
    return {"location": "eastus2", "kind": "OpenAI", "sku": {"name": "S0"}, "properties": properties}


def keys(azure: LocalAzure, account: str) -> dict[str, str]:
    found: dict[str, str] = azure.call("POST", f"{account}/listKeys").raise_for_status().json()
    return found


def jobs(azure: LocalAzure, host: str = REGION, **headers: str) -> httpx.Response:
    sent = {each.replace("_", "-"): value for each, value in headers.items()}
    return azure.http.get(f"https://{host}/openai/v1/fine_tuning/jobs", headers=sent)


def test_a_key_finds_its_account_at_the_regions_host(local_azure: LocalAzure, account: str) -> None:
    assert local_azure.call("GET", account).json()["properties"]["endpoint"] == f"https://{REGION}/"
    for key in keys(local_azure, account).values():
        assert jobs(local_azure, api_key=key).json()["data"] == []
        assert jobs(local_azure, Authorization=f"Bearer {key}").status_code == 200


def test_another_region_and_another_key_find_none(local_azure: LocalAzure, account: str) -> None:
    key = keys(local_azure, account)["key1"]
    assert refusal(jobs(local_azure, "westus3.api.cognitive.microsoft.com", api_key=key)) == (401, "401")
    assert refusal(jobs(local_azure, api_key="0" * 32)) == (401, "401")
    assert refusal(jobs(local_azure)) == (401, "401")


def test_a_token_needs_a_subdomain(local_azure: LocalAzure, account: str) -> None:
    bearer = f"Bearer {local_azure.token('https://cognitiveservices.azure.com')}"
    refused = jobs(local_azure, Authorization=bearer)
    assert refusal(refused) == (400, "BadRequest")
    assert "custom subdomain for token authentication" in refused.json()["error"]["message"]
    name = account.rpartition("/")[2]
    local_azure.put(account, body(customSubDomainName=name))
    assert jobs(local_azure, f"{name}.openai.azure.com", Authorization=bearer).status_code == 200
    changed = local_azure.call("PUT", account, body(customSubDomainName=f"{name}-2"))
    assert refusal(changed) == (409, "PropertyChangeNotAllowed")


def test_keys_that_are_off_open_no_regional_host_either(local_azure: LocalAzure, account: str) -> None:
    key = keys(local_azure, account)["key1"]
    local_azure.put(account, body(disableLocalAuth=True))
    assert refusal(jobs(local_azure, api_key=key)) == (403, "AuthenticationTypeDisabled")


def test_a_region_keeps_public_access_shut_where_the_account_does(local_azure: LocalAzure, account: str) -> None:
    key = keys(local_azure, account)["key1"]
    local_azure.put(account, body(publicNetworkAccess="Disabled"))
    assert refusal(jobs(local_azure, api_key=key)) == (403, "403")
