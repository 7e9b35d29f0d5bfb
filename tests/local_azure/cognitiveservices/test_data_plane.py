"""An account's own hosts let in whom its network rules, keys and roles let in."""

import uuid

import httpx
import pytest

from local_azure.identity import DEPLOYER_OBJECT_ID
from tests.local_azure.keyvault.vaults import assign
from tests.local_azure.network.networks import (
    endpoint_body,
    link_body,
    make_network,
    make_zone,
    make_zone_group,
    refusal,
)
from tests.local_azure.running import LocalAzure

OPENAI_USER = "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd"
AUDIENCE = "https://cognitiveservices.azure.com"
ZONES = ("cognitiveservices.azure.com", "openai.azure.com", "services.ai.azure.com")


@pytest.fixture
def name() -> str:
    return f"ais{uuid.uuid4().hex[:12]}"


def put(azure: LocalAzure, group: str, name: str, **properties: object) -> str:
    """Makes the account and returns its id."""
    account_id = f"{group}/providers/Microsoft.CognitiveServices/accounts/{name}"
    body = {"location": "eastus2", "kind": "AIServices", "sku": {"name": "S0"}}
    azure.put(account_id, {**body, "properties": {"customSubDomainName": name, **properties}})
    return account_id


def jobs(azure: LocalAzure, name: str, client: httpx.Client | None = None, **headers: str) -> httpx.Response:
    sent = {each.replace("_", "-"): value for each, value in headers.items()}
    sent = sent or {"Authorization": f"Bearer {azure.token(AUDIENCE)}"}
    return (client or azure.http).get(f"https://{name}.openai.azure.com/openai/v1/fine_tuning/jobs", headers=sent)


def test_a_role_opens_the_list_of_jobs_which_is_empty(local_azure: LocalAzure, group: str, name: str) -> None:
    account = put(local_azure, group, name)
    assert refusal(jobs(local_azure, name)) == (401, "PermissionDenied")
    assign(local_azure, account, OPENAI_USER, DEPLOYER_OBJECT_ID)
    assert jobs(local_azure, name).json()["data"] == []


def test_a_key_opens_it_unless_local_authentication_is_off(local_azure: LocalAzure, group: str, name: str) -> None:
    account = put(local_azure, group, name)
    key = local_azure.call("POST", f"{account}/listKeys").json()["key1"]
    assert jobs(local_azure, name, api_key=key).status_code == 200
    assert refusal(jobs(local_azure, name, api_key="wrong")) == (401, "401")
    put(local_azure, group, name, disableLocalAuth=True)
    assert refusal(jobs(local_azure, name, api_key=key)) == (403, "AuthenticationTypeDisabled")


def test_what_is_not_there_says_so(local_azure: LocalAzure, group: str, name: str) -> None:
    assert jobs(local_azure, name).status_code == 404
    put(local_azure, group, name)
    url = f"https://{name}.openai.azure.com/openai/v1/embeddings"
    assert refusal(local_azure.http.post(url, json={})) == (501, "NotSupportedByLocalAzure")


def test_a_closed_account_is_reached_through_its_private_endpoint_alone(
    local_azure: LocalAzure, group: str, name: str
) -> None:
    account = put(local_azure, group, name, publicNetworkAccess="Disabled")
    assign(local_azure, account, OPENAI_USER, DEPLOYER_OBJECT_ID)
    refused = jobs(local_azure, name)
    assert "Public access is disabled" in refused.json()["error"]["message"]
    rules = {"defaultAction": "Deny", "ipRules": [], "virtualNetworkRules": []}
    put(local_azure, group, name, publicNetworkAccess="Enabled", networkAcls=rules)
    assert "Virtual Network/Firewall rules" in jobs(local_azure, name).json()["error"]["message"]
    subnet = make_network(local_azure, group)
    endpoint = f"{group}/providers/Microsoft.Network/privateEndpoints/pe"
    local_azure.put(endpoint, endpoint_body(subnet, account, "account"))
    zones = [make_zone(local_azure, group, f"privatelink.{zone}") for zone in ZONES]
    make_zone_group(local_azure, endpoint, *zones)
    with local_azure.inside(subnet) as inside:
        local_azure.put(f"{zones[0]}/virtualNetworkLinks/link", link_body(subnet))
        assert jobs(local_azure, name, inside).status_code == 403
        local_azure.put(f"{zones[1]}/virtualNetworkLinks/link", link_body(subnet))
        assert jobs(local_azure, name, inside).status_code == 200
    shown = local_azure.call("GET", account).json()["properties"]["privateEndpointConnections"]
    assert [each["properties"]["privateEndpoint"]["id"] for each in shown] == [endpoint]


def test_an_account_without_a_subdomain_takes_no_endpoint(local_azure: LocalAzure, group: str, name: str) -> None:
    account = put(local_azure, group, name, customSubDomainName=None)
    endpoint = f"{group}/providers/Microsoft.Network/privateEndpoints/pe"
    body = endpoint_body(make_network(local_azure, group), account, "account")
    answer = local_azure.call("PUT", endpoint, body)
    assert refusal(answer) == (400, "BadRequest")
    assert "custom subdomain" in answer.json()["error"]["message"]
