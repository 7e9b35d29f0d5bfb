"""What the tests of networks make: networks, storage accounts, endpoints, zones, each in a call."""

from typing import Any

from tests.local_azure.running import LocalAzure

NETWORK = "Microsoft.Network"
BLOB_ZONE = "privatelink.blob.core.windows.net"


def network_body(prefix: str = "10.0.0.0/16", *subnets: tuple[str, str], **members: object) -> dict[str, Any]:
    """Returns the body of a virtual network with subnets of some names and ranges."""
    listed = [{"name": name, "properties": {"addressPrefix": each}} for name, each in subnets]
    properties = {"addressSpace": {"addressPrefixes": [prefix]}, **({"subnets": listed} if subnets else {}), **members}
    return {"location": "eastus2", "properties": properties}


def make_network(azure: LocalAzure, group: str, name: str = "vnet") -> str:
    """Makes a network with the subnet ``inner`` and returns the subnet's id."""
    network_id = f"{group}/providers/{NETWORK}/virtualNetworks/{name}"
    azure.put(network_id, network_body("10.0.0.0/16", ("inner", "10.0.1.0/24")))
    return f"{network_id}/subnets/inner"


def make_account(azure: LocalAzure, group: str, name: str, **properties: object) -> str:
    """Makes a storage account and returns its id."""
    account_id = f"{group}/providers/Microsoft.Storage/storageAccounts/{name}"
    body = {"location": "eastus2", "kind": "StorageV2", "sku": {"name": "Standard_LRS"}}
    azure.put(account_id, {**body, "properties": {"allowSharedKeyAccess": False, **properties}})
    return account_id


def endpoint_body(subnet_id: str, target_id: str, *group_ids: str, **members: object) -> dict[str, Any]:
    """Returns the body of a private endpoint."""
    connection = {"name": "link", "properties": {"privateLinkServiceId": target_id, "groupIds": list(group_ids)}}
    properties = {"subnet": {"id": subnet_id}, "privateLinkServiceConnections": [connection], **members}
    return {"location": "eastus2", "properties": properties}


def make_endpoint(azure: LocalAzure, group: str, subnet_id: str, target_id: str, group_id: str = "blob") -> str:
    """Makes a private endpoint and returns its id."""
    endpoint_id = f"{group}/providers/{NETWORK}/privateEndpoints/pe-{group_id}-{target_id.rpartition('/')[2]}"
    azure.put(endpoint_id, endpoint_body(subnet_id, target_id, group_id))
    return endpoint_id


def make_zone(azure: LocalAzure, group: str, name: str = BLOB_ZONE) -> str:
    """Makes a private DNS zone and returns its id."""
    zone_id = f"{group}/providers/{NETWORK}/privateDnsZones/{name}"
    azure.put(zone_id, {"location": "global"})
    return zone_id


def link_body(subnet_id: str) -> dict[str, Any]:
    """Returns the body of a zone's link to the network of a subnet."""
    network_id = subnet_id.partition("/subnets/")[0]
    return {
        "location": "global",
        "properties": {"virtualNetwork": {"id": network_id}, "registrationEnabled": False},
    }


def make_zone_group(azure: LocalAzure, endpoint_id: str, *zone_ids: str) -> str:
    """Keeps an endpoint's names in zones and returns the zone group's id."""
    group_id = f"{endpoint_id}/privateDnsZoneGroups/default"
    configs = [
        {"name": zone_id.rpartition("/")[2].replace(".", "-"), "properties": {"privateDnsZoneId": zone_id}}
        for zone_id in zone_ids
    ]
    azure.put(group_id, {"properties": {"privateDnsZoneConfigs": configs}})
    return group_id


def refusal(answer: Any) -> tuple[int, str]:  # noqa: ANN401 -- an httpx.Response, or what a test stands in for it
    """Returns the status and the code of a refusal."""
    return answer.status_code, answer.json()["error"]["code"]
