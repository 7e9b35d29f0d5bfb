"""Private DNS: zones hold the names of endpoints, are linked to networks, and stay while they are."""

from tests.local_azure.network.networks import (
    BLOB_ZONE,
    link_body,
    make_account,
    make_endpoint,
    make_network,
    make_zone,
    make_zone_group,
    refusal,
)
from tests.local_azure.running import LocalAzure


def test_a_zone_group_keeps_the_endpoints_names_in_its_zones(local_azure: LocalAzure, group: str) -> None:
    subnet, account = make_network(local_azure, group), make_account(local_azure, group, "dnsaccount1")
    endpoint, zone = make_endpoint(local_azure, group, subnet, account), make_zone(local_azure, group)
    names = local_azure.call("GET", make_zone_group(local_azure, endpoint, zone)).json()["properties"]
    record = names["privateDnsZoneConfigs"][0]["properties"]["recordSets"][0]
    assert record["recordSetName"] == "dnsaccount1"
    assert (record["fqdn"], record["ipAddresses"]) == (f"dnsaccount1.{BLOB_ZONE}", ["10.0.1.4"])
    assert local_azure.call("GET", zone).json()["properties"]["numberOfRecordSets"] == 2
    assert local_azure.call("GET", endpoint).json()["properties"]["customDnsConfigs"] == []


def test_a_zone_with_a_link_is_not_deleted_alone_but_goes_with_its_group(local_azure: LocalAzure, group: str) -> None:
    subnet, zone = make_network(local_azure, group), make_zone(local_azure, group)
    link = local_azure.put(f"{zone}/virtualNetworkLinks/link", link_body(subnet))
    assert link["properties"]["virtualNetworkLinkState"] == "Completed"
    assert refusal(local_azure.call("DELETE", zone)) == (409, "CannotDeleteResource")
    local_azure.delete(group)
    assert local_azure.call("GET", group).status_code == 404


def test_a_group_with_endpoints_networks_and_zones_goes_as_a_whole(local_azure: LocalAzure, group: str) -> None:
    subnet, account = make_network(local_azure, group), make_account(local_azure, group, "dnsaccount2")
    endpoint, zone = make_endpoint(local_azure, group, subnet, account), make_zone(local_azure, group)
    make_zone_group(local_azure, endpoint, zone)
    local_azure.put(f"{zone}/virtualNetworkLinks/link", link_body(subnet))
    local_azure.delete(group)
    assert local_azure.call("GET", group).status_code == 404


def test_a_network_is_linked_to_one_zone_of_a_name_once(local_azure: LocalAzure, group: str) -> None:
    subnet, zone = make_network(local_azure, group), make_zone(local_azure, group)
    local_azure.put(f"{zone}/virtualNetworkLinks/link", link_body(subnet))
    again = local_azure.call("PUT", f"{zone}/virtualNetworkLinks/again", link_body(subnet))
    assert refusal(again) == (409, "Conflict")
    other_group = f"{group}-other"
    local_azure.put(other_group, {"location": "eastus2"})
    other = make_zone(local_azure, other_group)
    answer = local_azure.call("PUT", f"{other}/virtualNetworkLinks/link", link_body(subnet))
    assert refusal(answer) == (400, "BadRequest")
    assert "overlapping namespaces" in answer.json()["error"]["message"]
    local_azure.delete(other_group)


def test_what_is_not_there_cannot_be_linked_or_registered_in(local_azure: LocalAzure, group: str) -> None:
    zone = make_zone(local_azure, group)
    missing = link_body(f"{group}/providers/Microsoft.Network/virtualNetworks/none/subnets/none")
    answer = local_azure.call("PUT", f"{zone}/virtualNetworkLinks/link", missing)
    assert refusal(answer) == (400, "InvalidResourceReference")
    subnet, account = make_network(local_azure, group), make_account(local_azure, group, "dnsaccount3")
    endpoint = make_endpoint(local_azure, group, subnet, account)
    configs = [{"name": "blob", "properties": {"privateDnsZoneId": f"{zone}x"}}]
    answer = local_azure.call(
        "PUT", f"{endpoint}/privateDnsZoneGroups/default", {"properties": {"privateDnsZoneConfigs": configs}}
    )
    assert refusal(answer) == (400, "InvalidResourceReference")


def test_zones_are_global(local_azure: LocalAzure, group: str) -> None:
    zone = f"{group}/providers/Microsoft.Network/privateDnsZones/{BLOB_ZONE}"
    assert local_azure.call("PUT", zone, {"location": "eastus2"}).status_code == 400
