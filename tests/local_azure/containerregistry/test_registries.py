"""Registries have a login server, the admin user off, what their sku allows, and a host that is closed as they say."""

import httpx
import pytest

from tests.local_azure.network.networks import refusal
from tests.local_azure.running import LocalAzure


@pytest.fixture
def registry(group: str) -> str:
    return f"{group}/providers/Microsoft.ContainerRegistry/registries/reg{abs(hash(group)):x}"


def ask(azure: LocalAzure, registry: str, **headers: str) -> httpx.Response:
    return azure.http.get(f"https://{registry.rpartition('/')[2]}.azurecr.io/v2/", headers=headers)


def test_a_registry_has_its_login_server_and_safe_defaults(local_azure: LocalAzure, group: str) -> None:
    path = f"{group}/providers/Microsoft.ContainerRegistry/registries/RegLogin12345"
    made = local_azure.put(path, {"location": "eastus2", "sku": {"name": "Basic"}})
    assert made["properties"]["loginServer"] == "reglogin12345.azurecr.io"
    assert made["properties"]["adminUserEnabled"] is False
    assert made["sku"] == {"name": "Basic", "tier": "Basic"}


@pytest.mark.parametrize("member", [{"publicNetworkAccess": "Disabled"}, {"dataEndpointEnabled": True}])
def test_what_needs_premium_is_refused_below(local_azure: LocalAzure, registry: str, member: dict[str, object]) -> None:
    body = {"location": "eastus2", "sku": {"name": "Standard"}, "properties": member}
    assert refusal(local_azure.call("PUT", registry, body)) == (400, "FeatureNotSupportedForSku")
    local_azure.put(registry, {**body, "sku": {"name": "Premium"}})


def test_an_unknown_sku_is_refused(local_azure: LocalAzure, registry: str) -> None:
    answer = local_azure.call("PUT", registry, {"location": "eastus2", "sku": {"name": "Gold"}})
    assert refusal(answer) == (400, "SkuNotSupported")


def test_its_host_asks_who_is_there_and_has_no_images(local_azure: LocalAzure, registry: str) -> None:
    local_azure.put(registry, {"location": "eastus2", "sku": {"name": "Premium"}})
    unknown = ask(local_azure, registry)
    assert (unknown.status_code, "Bearer realm=" in unknown.headers["Www-Authenticate"]) == (401, True)
    known = ask(local_azure, registry, Authorization="Bearer something")
    assert (known.status_code, known.json()["errors"][0]["code"]) == (501, "UNSUPPORTED")


def test_a_closed_registry_turns_away_what_comes_from_outside(local_azure: LocalAzure, registry: str) -> None:
    closed = {"publicNetworkAccess": "Disabled"}
    local_azure.put(registry, {"location": "eastus2", "sku": {"name": "Premium"}, "properties": closed})
    answer = ask(local_azure, registry)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (403, "DENIED")
    assert "203.0.113.10" in answer.text


def test_usages_tell_what_the_sku_includes(local_azure: LocalAzure, registry: str) -> None:
    local_azure.put(registry, {"location": "eastus2", "sku": {"name": "Basic"}})
    found = {each["name"]: each for each in local_azure.call("GET", f"{registry}/listUsages").json()["value"]}
    assert (found["Size"]["limit"], found["Webhooks"]["limit"]) == (10 * 1024**3, 2)
    assert local_azure.call("GET", f"{registry}none/listUsages").status_code == 404
