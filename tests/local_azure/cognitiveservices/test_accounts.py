"""AI Services accounts: addresses, world-wide subdomains, keys, and two days of soft delete."""

from collections.abc import Iterator

import pytest

from local_azure.identity import SUBSCRIPTION_SCOPE
from tests.local_azure.running import HeldClock, LocalAzure, group_id

CLOCK = HeldClock()
ACCOUNTS = f"{group_id('rg')}/providers/Microsoft.CognitiveServices/accounts"
PROVIDER = f"{SUBSCRIPTION_SCOPE}/providers/Microsoft.CognitiveServices"
DELETED = f"{PROVIDER}/locations/eastus2/resourceGroups/rg/deletedAccounts"


@pytest.fixture(scope="module")
def azure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAzure]:
    """A local Azure whose time the tests move."""
    with LocalAzure(tmp_path_factory.mktemp("accounts"), clock=CLOCK) as running:
        running.register_all()
        running.put(group_id("rg"), {"location": "eastus2"})
        yield running


def body(**properties: object) -> dict[str, object]:
    return {"location": "eastus2", "kind": "AIServices", "sku": {"name": "S0"}, "properties": properties}


def code(answer: object) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]  # type: ignore[attr-defined]


def test_an_account_with_a_subdomain_has_addresses_of_its_own(azure: LocalAzure) -> None:
    properties = azure.put(f"{ACCOUNTS}/ai-new", body(customSubDomainName="sub-new"))["properties"]
    assert properties["endpoint"] == "https://sub-new.cognitiveservices.azure.com/"
    assert properties["endpoints"]["AI Foundry API"] == "https://sub-new.services.ai.azure.com/"


def test_an_account_without_one_has_the_regions(azure: LocalAzure) -> None:
    properties = azure.put(f"{ACCOUNTS}/ai-plain", body())["properties"]
    assert properties["endpoint"] == "https://eastus2.api.cognitive.microsoft.com/"


def test_its_operation_is_told_under_operation_results(azure: LocalAzure) -> None:
    answer = azure.call("PUT", f"{ACCOUNTS}/ai-operation", body())
    assert "/locations/eastus2/operationResults/" in answer.headers["Azure-AsyncOperation"]
    assert azure.finish(answer).json()["status"] == "Succeeded"


def test_a_subdomain_is_one_accounts_alone_even_when_that_is_deleted(azure: LocalAzure) -> None:
    azure.put(f"{ACCOUNTS}/ai-first", body(customSubDomainName="sub-taken"))
    second = f"{ACCOUNTS}/ai-second", body(customSubDomainName="SUB-TAKEN")
    check = f"{PROVIDER}/checkDomainAvailability"
    asked = {"subdomainName": "sub-taken", "type": "Microsoft.CognitiveServices/accounts"}
    assert code(azure.call("PUT", *second)) == (409, "CustomDomainInUse")
    azure.delete(f"{ACCOUNTS}/ai-first")
    assert code(azure.call("PUT", *second)) == (409, "CustomDomainInUse")
    assert azure.call("POST", check, asked).json()["isSubdomainAvailable"] is False
    azure.finish(azure.call("DELETE", f"{DELETED}/ai-first"))
    assert azure.call("POST", check, asked).json()["isSubdomainAvailable"] is True
    azure.put(*second)


def test_a_deleted_account_is_in_the_way_until_it_is_restored(azure: LocalAzure) -> None:
    before = azure.put(f"{ACCOUNTS}/ai-back", body(customSubDomainName="sub-back"))
    azure.delete(f"{ACCOUNTS}/ai-back")
    assert code(azure.call("PUT", f"{ACCOUNTS}/ai-back", body())) == (409, "FlagMustBeSetForRestore")
    restored = azure.put(f"{ACCOUNTS}/ai-back", {"location": "eastus2", "properties": {"restore": True}})
    assert restored["properties"] == before["properties"]
    assert restored["kind"] == "AIServices"


def test_a_deleted_account_is_listed_and_can_be_purged(azure: LocalAzure) -> None:
    azure.put(f"{ACCOUNTS}/ai-purged", body())
    azure.delete(f"{ACCOUNTS}/ai-purged")
    listed = azure.call("GET", f"{PROVIDER}/deletedAccounts").json()["value"]
    assert f"{DELETED}/ai-purged" in [each["id"] for each in listed]
    purge = azure.call("DELETE", f"{DELETED}/ai-purged")
    assert (purge.status_code, azure.finish(purge).status_code) == (202, 200)
    assert azure.call("DELETE", f"{DELETED}/ai-purged").status_code == 204
    azure.put(f"{ACCOUNTS}/ai-purged", body())


def test_after_two_days_a_deleted_account_is_gone_by_itself(azure: LocalAzure) -> None:
    azure.put(f"{ACCOUNTS}/ai-old", body())
    azure.delete(f"{ACCOUNTS}/ai-old")
    CLOCK.advance(hours=47)
    assert azure.call("GET", f"{DELETED}/ai-old").status_code == 200
    CLOCK.advance(hours=2)
    assert azure.call("GET", f"{DELETED}/ai-old").status_code == 404


def test_an_account_with_projects_refuses_to_go(azure: LocalAzure) -> None:
    account = f"{ACCOUNTS}/ai-projects"
    manages = body(allowProjectManagement=True) | {"identity": {"type": "SystemAssigned"}}
    azure.put(account, manages)
    azure.put(f"{account}/projects/one", {"location": "eastus2", "properties": {}})
    assert code(azure.call("DELETE", account)) == (409, "CannotDeleteResource")
    azure.delete(f"{account}/projects/one")
    azure.delete(account)


def test_an_account_with_deployments_refuses_to_go(azure: LocalAzure) -> None:
    account = f"{ACCOUNTS}/ai-deployments"
    azure.put(account, body())
    model = {"format": "OpenAI", "name": "gpt-4.1-nano"}
    azure.put(f"{account}/deployments/one", {"sku": {"name": "GlobalStandard"}, "properties": {"model": model}})
    assert code(azure.call("DELETE", account)) == (409, "CannotDeleteAccountWithDeployments")
    azure.delete(f"{account}/deployments/one")
    azure.delete(account)


def test_keys_are_given_unless_local_auth_is_off(azure: LocalAzure) -> None:
    azure.put(f"{ACCOUNTS}/ai-keys", body())
    keys = azure.call("POST", f"{ACCOUNTS}/ai-keys/listKeys").json()
    assert keys.keys() == {"key1", "key2"}
    assert azure.call("POST", f"{ACCOUNTS}/ai-keys/listkeys").json() == keys
    renewed = azure.call("POST", f"{ACCOUNTS}/ai-keys/regenerateKey", {"keyName": "Key2"}).json()
    assert (renewed["key1"] == keys["key1"], renewed["key2"] == keys["key2"]) == (True, False)
    azure.put(f"{ACCOUNTS}/ai-keys", body(disableLocalAuth=True))
    assert azure.call("POST", f"{ACCOUNTS}/ai-keys/listKeys").status_code == 403


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"kind": "Telepathy"}, "InvalidApiSetId"),
        ({"sku": {}}, "InvalidSku"),
        ({"properties": {"allowProjectManagement": True}}, "BadRequest"),
        ({"properties": {"publicNetworkAccess": "Perhaps"}}, "BadRequest"),
        ({"properties": {"networkAcls": {"defaultAction": "Deny"}}}, "BadRequest"),
        ({"properties": {"networkAcls": {"ipRules": [{"value": "anywhere"}]}}}, "BadRequest"),
        ({"properties": {"networkAcls": {"virtualNetworkRules": [{"id": "/subscriptions/x"}]}}}, "BadRequest"),
    ],
)
def test_what_is_wrong_with_an_account_is_told(azure: LocalAzure, change: dict[str, object], expected: str) -> None:
    assert code(azure.call("PUT", f"{ACCOUNTS}/ai-wrong", body() | change)) == (400, expected)


def test_a_subdomain_once_set_stays(azure: LocalAzure) -> None:
    azure.put(f"{ACCOUNTS}/ai-stays", body(customSubDomainName="sub-stays"))
    changed = azure.call("PUT", f"{ACCOUNTS}/ai-stays", body(customSubDomainName="sub-moves"))
    assert code(changed) == (409, "PropertyChangeNotAllowed")
    kept = azure.put(f"{ACCOUNTS}/ai-stays", body() | {"tags": {"a": "b"}})
    assert kept["properties"]["customSubDomainName"] == "sub-stays"


def test_skus_are_listed_and_checked(azure: LocalAzure) -> None:
    azure.put(f"{ACCOUNTS}/ai-skus", body())
    assert azure.call("GET", f"{ACCOUNTS}/ai-skus/skus").json()["value"][0]["sku"]["name"] == "S0"
    listed = azure.call("GET", f"{PROVIDER}/skus").json()["value"]
    assert ("AIServices", "S0") in {(each["kind"], each["name"]) for each in listed}
    asked = {"kind": "AIServices", "type": "Microsoft.CognitiveServices/accounts", "skus": ["S0", "S9"]}
    answer = azure.call("POST", f"{PROVIDER}/locations/eastus2/checkSkuAvailability", asked).json()["value"]
    assert [each["skuAvailable"] for each in answer] == [True, False]
