"""Resource groups are made, read, listed and deleted with all that is in them."""

from local_azure.identity import SUBSCRIPTION_SCOPE
from tests.local_azure.running import LocalAzure, group_id

IDENTITY = "providers/Microsoft.ManagedIdentity/userAssignedIdentities"


def test_a_new_group_is_201_and_the_same_put_again_is_200(local_azure: LocalAzure) -> None:
    body = {"location": "East US 2", "tags": {"owner": "someone"}}
    first = local_azure.call("PUT", group_id("rg-repeat"), body)
    again = local_azure.call("PUT", group_id("rg-repeat"), body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert first.json() == {
        "id": group_id("rg-repeat"),
        "name": "rg-repeat",
        "type": "Microsoft.Resources/resourceGroups",
        "location": "eastus2",
        "tags": {"owner": "someone"},
        "properties": {"provisioningState": "Succeeded"},
    }


def test_a_group_is_found_without_regard_to_case(local_azure: LocalAzure, group: str) -> None:
    assert local_azure.call("GET", group.upper().replace("/SUBSCRIPTIONS", "/subscriptions")).json()["id"] == group
    assert local_azure.call("HEAD", group).status_code == 204
    assert local_azure.call("HEAD", group + "x").status_code == 404


def test_a_missing_group_is_told_as_arm_tells_it(local_azure: LocalAzure) -> None:
    answer = local_azure.call("GET", group_id("rg-none"))
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "ResourceGroupNotFound")
    assert answer.json()["error"]["message"] == "Resource group 'rg-none' could not be found."
    assert answer.headers["x-ms-failure-cause"] == "gateway"


def test_a_group_stays_in_its_region(local_azure: LocalAzure, group: str) -> None:
    answer = local_azure.call("PUT", group, {"location": "westus"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "InvalidResourceGroupLocation")


def test_a_region_that_does_not_exist_is_refused(local_azure: LocalAzure) -> None:
    answer = local_azure.call("PUT", group_id("rg-nowhere"), {"location": "atlantis"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "LocationNotAvailableForResourceGroup")


def test_groups_are_listed_by_tag(local_azure: LocalAzure) -> None:
    local_azure.put(group_id("rg-tagged"), {"location": "eastus2", "tags": {"purpose": "by tag"}})
    query = "?$filter=tagName eq 'purpose' and tagValue eq 'by tag'"
    found = local_azure.call("GET", f"{SUBSCRIPTION_SCOPE}/resourcegroups{query}").json()["value"]
    assert [each["name"] for each in found] == ["rg-tagged"]


def test_a_filter_that_is_not_understood_is_refused(local_azure: LocalAzure) -> None:
    answer = local_azure.call("GET", f"{SUBSCRIPTION_SCOPE}/resources?$filter=substringof('x', name)")
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "InvalidFilterInQueryString")


def test_the_resources_of_a_group_are_listed_without_their_properties(local_azure: LocalAzure, group: str) -> None:
    made = local_azure.put(f"{group}/{IDENTITY}/id-listed", {"location": "eastus2", "tags": {"a": "b"}})
    [listed] = local_azure.call("GET", f"{group}/resources").json()["value"]
    assert listed == {member: made[member] for member in ("id", "name", "type", "location", "tags", "systemData")}


def test_deleting_a_group_takes_everything_in_it_along(local_azure: LocalAzure, group: str) -> None:
    identity = f"{group}/{IDENTITY}/id-1"
    local_azure.put(identity, {"location": "eastus2"})
    answer = local_azure.call("DELETE", group)
    assert answer.status_code == 202
    assert "/operationresults/" in answer.headers["Location"]
    assert "Azure-AsyncOperation" not in answer.headers
    assert local_azure.finish(answer).status_code == 200
    assert local_azure.call("GET", group).status_code == 404
    assert local_azure.platform.resources.get(identity) is None


def test_a_child_that_refuses_keeps_its_group(local_azure: LocalAzure, group: str) -> None:
    account = f"{group}/providers/Microsoft.CognitiveServices/accounts/ai-blocking"
    body = {"location": "eastus2", "kind": "AIServices", "sku": {"name": "S0"}, "properties": {}}
    local_azure.put(account, body)
    model = {"format": "OpenAI", "name": "gpt-4.1-nano"}
    deployment = {"sku": {"name": "GlobalStandard", "capacity": 1}, "properties": {"model": model}}
    local_azure.put(f"{account}/deployments/d", deployment)
    blocked = local_azure.finish(local_azure.call("DELETE", group))
    error = blocked.json()["error"]
    assert (blocked.status_code, error["code"]) == (409, "ResourceGroupDeletionBlocked")
    assert error["details"][0]["target"] == account
    assert "CannotDeleteAccountWithDeployments" in error["details"][0]["message"]
    assert local_azure.call("GET", group).json()["properties"]["provisioningState"] == "Succeeded"
    local_azure.delete(f"{account}/deployments/d")
    assert local_azure.delete(group).status_code == 200


def test_deleting_a_group_that_is_not_there_is_404(local_azure: LocalAzure) -> None:
    assert local_azure.call("DELETE", group_id("rg-none")).status_code == 404
