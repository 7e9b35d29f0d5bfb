"""Networks, private endpoints and private DNS, by azure-mgmt-network and azure-mgmt-privatedns."""

from collections.abc import Callable, Iterator

from azure.mgmt.network import NetworkManagementClient
from azure.mgmt.privatedns import PrivateDnsManagementClient
from azure.mgmt.storage import StorageManagementClient
from setting import LOCATION, SUBSCRIPTION, Command, credential, group_commands, holds, refuses

GROUP, NAME, ZONE = "conformance-network", "conformancenetwork", "privatelink.blob.core.windows.net"
IN_GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{GROUP}/providers"
NETWORK = f"{IN_GROUP}/Microsoft.Network/virtualNetworks/{NAME}"


def commands() -> Iterator[Command]:
    """Makes a network with a private endpoint of a storage account and its DNS, reads all of it and deletes it."""
    network, dns = (
        Client(credential(), SUBSCRIPTION) for Client in (NetworkManagementClient, PrivateDnsManagementClient)
    )
    accounts = StorageManagementClient(credential(), SUBSCRIPTION).storage_accounts
    account = {"location": LOCATION, "kind": "StorageV2", "sku": {"name": "Standard_LRS"}, "properties": {}}
    yield from group_commands(GROUP, "Microsoft.Network", "Microsoft.Storage")
    yield "an account", lambda: accounts.begin_create(GROUP, NAME, account).result()
    yield from _security(network)
    yield from _networks(network)
    yield from _zones(dns)
    yield from _endpoints(network)
    yield from _deletes(network, dns)


def _security(client: NetworkManagementClient) -> Iterator[Command]:
    groups, rules = client.network_security_groups, client.security_rules
    rule = {
        "properties": {
            "access": "Deny",
            "direction": "Inbound",
            "priority": 200,
            "protocol": "Tcp",
            "sourceAddressPrefix": "*",
            "sourcePortRange": "*",
            "destinationAddressPrefix": "*",
            "destinationPortRange": "22",
        }
    }
    yield (
        "network_security_groups.begin_create_or_update",
        lambda: holds(groups.begin_create_or_update(GROUP, NAME, {"location": LOCATION}).result().name, NAME),
    )
    yield from _found("network_security_groups", lambda: groups.get(GROUP, NAME), lambda: groups.list(GROUP), NAME)
    yield "network_security_groups.list_all", lambda: holds(NAME in _names(groups.list_all()), True)
    yield (
        "security_rules.begin_create_or_update",
        lambda: holds(rules.begin_create_or_update(GROUP, NAME, "ssh", rule).result().properties.priority, 200),
    )
    yield from _found("security_rules", lambda: rules.get(GROUP, NAME, "ssh"), lambda: rules.list(GROUP, NAME), "ssh")


def _networks(client: NetworkManagementClient) -> Iterator[Command]:
    networks, subnets = client.virtual_networks, client.subnets
    body = {"location": LOCATION, "properties": {"addressSpace": {"addressPrefixes": ["10.7.0.0/16"]}}}
    group = {"id": f"{IN_GROUP}/Microsoft.Network/networkSecurityGroups/{NAME}"}
    subnet = {"properties": {"addressPrefix": "10.7.1.0/24", "networkSecurityGroup": group}}
    yield (
        "virtual_networks.begin_create_or_update",
        lambda: holds(networks.begin_create_or_update(GROUP, NAME, body).result().name, NAME),
    )
    yield from _found("virtual_networks", lambda: networks.get(GROUP, NAME), lambda: networks.list(GROUP), NAME)
    yield "virtual_networks.list_all", lambda: holds(NAME in _names(networks.list_all()), True)
    yield (
        "subnets.begin_create_or_update",
        lambda: holds(subnets.begin_create_or_update(GROUP, NAME, "one", subnet).result().name, "one"),
    )
    yield from _found("subnets", lambda: subnets.get(GROUP, NAME, "one"), lambda: subnets.list(GROUP, NAME), "one")


def _zones(client: PrivateDnsManagementClient) -> Iterator[Command]:
    zones, links = client.private_zones, client.virtual_network_links
    link = {"location": "global", "properties": {"virtualNetwork": {"id": NETWORK}, "registrationEnabled": False}}
    yield (
        "private_zones.begin_create_or_update",
        lambda: holds(zones.begin_create_or_update(GROUP, ZONE, {"location": "global"}).result().name, ZONE),
    )
    yield from _found(
        "private_zones", lambda: zones.get(GROUP, ZONE), lambda: zones.list_by_resource_group(GROUP), ZONE
    )
    yield "private_zones.list", lambda: holds(ZONE in _names(zones.list()), True)
    yield (
        "private_zones.begin_update",
        lambda: holds(zones.begin_update(GROUP, ZONE, {"tags": {"stage": "two"}}).result().tags, {"stage": "two"}),
    )
    yield (
        "virtual_network_links.begin_create_or_update",
        lambda: holds(links.begin_create_or_update(GROUP, ZONE, "one", link).result().name, "one"),
    )
    yield from _found(
        "virtual_network_links", lambda: links.get(GROUP, ZONE, "one"), lambda: links.list(GROUP, ZONE), "one"
    )
    yield (
        "virtual_network_links.begin_update",
        lambda: holds(
            links.begin_update(GROUP, ZONE, "one", {"tags": {"stage": "two"}}).result().tags, {"stage": "two"}
        ),
    )


def _endpoints(client: NetworkManagementClient) -> Iterator[Command]:
    endpoints, groups, interfaces = client.private_endpoints, client.private_dns_zone_groups, client.network_interfaces
    account = f"{IN_GROUP}/Microsoft.Storage/storageAccounts/{NAME}"
    connection = {"name": "blob", "properties": {"privateLinkServiceId": account, "groupIds": ["blob"]}}
    endpoint = {
        "location": LOCATION,
        "properties": {"subnet": {"id": f"{NETWORK}/subnets/one"}, "privateLinkServiceConnections": [connection]},
    }
    zone = {"privateDnsZoneId": f"{IN_GROUP}/Microsoft.Network/privateDnsZones/{ZONE}"}
    group = {"properties": {"privateDnsZoneConfigs": [{"name": "blob", "properties": zone}]}}
    yield (
        "private_endpoints.begin_create_or_update",
        lambda: holds(endpoints.begin_create_or_update(GROUP, "one", endpoint).result().name, "one"),
    )
    yield from _found("private_endpoints", lambda: endpoints.get(GROUP, "one"), lambda: endpoints.list(GROUP), "one")
    yield "private_endpoints.list_by_subscription", lambda: list(endpoints.list_by_subscription())
    yield (
        "private_dns_zone_groups.begin_create_or_update",
        lambda: holds(groups.begin_create_or_update(GROUP, "one", "default", group).result().name, "default"),
    )
    yield from _found(
        "private_dns_zone_groups",
        lambda: groups.get(GROUP, "one", "default"),
        lambda: groups.list("one", GROUP),
        "default",
    )
    name = lambda: endpoints.get(GROUP, "one").properties.network_interfaces[0].id.rpartition("/")[2]  # noqa: E731
    yield "network_interfaces.get", lambda: holds(interfaces.get(GROUP, name()).name, name())
    yield "network_interfaces.list", lambda: holds(_names(interfaces.list(GROUP)), [name()])
    yield "network_interfaces.list_all", lambda: holds(name() in _names(interfaces.list_all()), True)


def _deletes(network: NetworkManagementClient, dns: PrivateDnsManagementClient) -> Iterator[Command]:
    groups, endpoints = network.private_dns_zone_groups, network.private_endpoints
    yield "private_dns_zone_groups.begin_delete", lambda: groups.begin_delete(GROUP, "one", "default").result()
    yield "private_endpoints.begin_delete", lambda: endpoints.begin_delete(GROUP, "one").result()
    links, zones = dns.virtual_network_links, dns.private_zones
    yield "virtual_network_links.begin_delete", lambda: links.begin_delete(GROUP, ZONE, "one").result()
    yield "private_zones.begin_delete", lambda: zones.begin_delete(GROUP, ZONE).result()
    rules, security = network.security_rules, network.network_security_groups
    yield "subnets.begin_delete", lambda: network.subnets.begin_delete(GROUP, NAME, "one").result()
    yield "virtual_networks.begin_delete", lambda: network.virtual_networks.begin_delete(GROUP, NAME).result()
    yield "security_rules.begin_delete", lambda: rules.begin_delete(GROUP, NAME, "ssh").result()
    yield "network_security_groups.begin_delete", lambda: security.begin_delete(GROUP, NAME).result()
    yield "get of none", lambda: refuses("ResourceNotFound", lambda: security.get(GROUP, NAME))


def _found(what: str, get: Callable[[], object], listed: Callable[[], object], name: str) -> Iterator[Command]:
    yield f"{what}.get", lambda: holds(get().name, name)
    yield f"{what}.list", lambda: holds(_names(listed()), [name])


def _names(found: object) -> list[str]:
    return [each.name for each in found]
