"""Networks and their subnets agree, lie within each other, and stay while something stands in them."""

import pytest

from tests.local_azure.network.networks import make_account, make_endpoint, make_network, network_body, refusal
from tests.local_azure.running import LocalAzure


@pytest.fixture
def network(group: str) -> str:
    return f"{group}/providers/Microsoft.Network/virtualNetworks/vnet"


def subnet_names(azure: LocalAzure, network: str) -> list[str]:
    return [each["name"] for each in azure.call("GET", network).json()["properties"]["subnets"]]


def test_subnets_in_the_body_are_resources_of_their_own_in_the_order_given(
    local_azure: LocalAzure, network: str
) -> None:
    made = local_azure.put(network, network_body("10.0.0.0/16", ("zeta", "10.0.1.0/24"), ("alpha", "10.0.2.0/24")))
    assert [each["name"] for each in made["properties"]["subnets"]] == ["zeta", "alpha"]
    subnet = local_azure.call("GET", f"{network}/subnets/alpha").json()
    assert subnet["id"] == made["properties"]["subnets"][1]["id"]
    assert subnet["properties"]["addressPrefix"] == "10.0.2.0/24"
    assert subnet["properties"]["provisioningState"] == "Succeeded"


def test_a_subnet_made_on_its_own_shows_in_the_network_and_stays_when_the_body_says_nothing_of_subnets(
    local_azure: LocalAzure, network: str
) -> None:
    local_azure.put(network, network_body("10.0.0.0/16", ("one", "10.0.1.0/24")))
    local_azure.put(f"{network}/subnets/two", {"properties": {"addressPrefix": "10.0.2.0/24"}})
    assert subnet_names(local_azure, network) == ["one", "two"]
    local_azure.put(network, network_body() | {"tags": {"a": "b"}})
    assert subnet_names(local_azure, network) == ["one", "two"]


def test_the_same_network_again_changes_nothing(local_azure: LocalAzure, network: str) -> None:
    body = network_body("10.0.0.0/16", ("one", "10.0.1.0/24"))
    before = local_azure.put(network, body)
    answer = local_azure.call("PUT", network, body)
    assert (answer.status_code, answer.json()) == (200, before)


def test_a_subnet_left_out_of_the_list_is_gone(local_azure: LocalAzure, network: str) -> None:
    local_azure.put(network, network_body("10.0.0.0/16", ("one", "10.0.1.0/24"), ("two", "10.0.2.0/24")))
    local_azure.put(network, network_body("10.0.0.0/16", ("two", "10.0.2.0/24")))
    assert subnet_names(local_azure, network) == ["two"]
    assert local_azure.call("GET", f"{network}/subnets/one").status_code == 404


def test_a_network_read_and_put_back_is_the_same(local_azure: LocalAzure, network: str) -> None:
    before = local_azure.put(network, network_body("10.0.0.0/16", ("one", "10.0.1.0/24")))
    assert local_azure.put(network, before)["properties"] == before["properties"]


@pytest.mark.parametrize(
    ("subnets", "code"),
    [
        ([("one", "10.1.0.0/24")], "NetcfgSubnetRangeOutsideVnet"),
        ([("one", "10.0.0.0/8")], "NetcfgSubnetRangeOutsideVnet"),
        ([("one", "10.0.1.0/24"), ("two", "10.0.1.128/25")], "NetcfgSubnetRangesOverlap"),
        ([("one", "10.0.1.1/24")], "InvalidCIDRNotation"),
        ([("one", "nonsense")], "InvalidCIDRNotation"),
    ],
)
def test_ranges_that_do_not_fit_are_refused(
    local_azure: LocalAzure, network: str, subnets: list[tuple[str, str]], code: str
) -> None:
    answer = local_azure.call("PUT", network, network_body("10.0.0.0/16", *subnets))
    assert refusal(answer) == (400, code)
    assert local_azure.call("GET", network).status_code == 404


def test_a_network_without_an_address_space_is_refused(local_azure: LocalAzure, network: str) -> None:
    answer = local_azure.call("PUT", network, {"location": "eastus2", "properties": {}})
    assert refusal(answer) == (400, "InvalidRequestFormat")


def test_a_subnet_of_its_own_that_overlaps_is_refused(local_azure: LocalAzure, network: str) -> None:
    local_azure.put(network, network_body("10.0.0.0/16", ("one", "10.0.1.0/24")))
    answer = local_azure.call(
        "PUT", f"{network}/subnets/two", {"properties": {"addressPrefix": "10.0.0.0/23"}}, api="2024-05-01"
    )
    assert refusal(answer) == (400, "NetcfgSubnetRangesOverlap")


def test_an_address_space_that_leaves_a_subnet_outside_is_refused(local_azure: LocalAzure, network: str) -> None:
    local_azure.put(network, network_body("10.0.0.0/16", ("one", "10.0.1.0/24")))
    answer = local_azure.call("PUT", network, network_body("10.9.0.0/16"))
    assert refusal(answer) == (400, "NetcfgSubnetRangeOutsideVnet")


def test_a_subnet_in_use_can_neither_be_deleted_nor_moved_nor_left_out(local_azure: LocalAzure, group: str) -> None:
    subnet = make_network(local_azure, group)
    network = subnet.partition("/subnets/")[0]
    endpoint = make_endpoint(local_azure, group, subnet, make_account(local_azure, group, "inuseaccount"))
    assert refusal(local_azure.call("DELETE", subnet)) == (400, "InUseSubnetCannotBeDeleted")
    assert refusal(local_azure.call("DELETE", network)) == (400, "InUseSubnetCannotBeDeleted")
    without = network_body("10.0.0.0/16", ("other", "10.0.2.0/24"))
    assert refusal(local_azure.call("PUT", network, without)) == (400, "InUseSubnetCannotBeDeleted")
    moved = {"properties": {"addressPrefix": "10.0.3.0/24"}}
    assert refusal(local_azure.call("PUT", subnet, moved)) == (400, "InUseSubnetCannotBeUpdated")
    shown = local_azure.call("GET", subnet).json()["properties"]
    assert shown["privateEndpoints"] == [{"id": endpoint}]
    local_azure.delete(endpoint)
    local_azure.delete(network)
    assert local_azure.call("GET", subnet).status_code == 404


def test_peerings_are_refused_as_not_there(local_azure: LocalAzure, network: str) -> None:
    body = network_body("10.0.0.0/16", virtualNetworkPeerings=[{"name": "hub"}])
    assert refusal(local_azure.call("PUT", network, body)) == (501, "NotSupportedByLocalAzure")
