"""What private DNS finds: the names of private endpoints, in the zones of their zone groups, from linked networks."""

from dataclasses import dataclass

from local_azure.network.addresses import address_of
from local_azure.network.endpoint_checks import connection_lists
from local_azure.network.link_targets import names_of, record_name
from local_azure.network.subnet_use import ENDPOINT
from local_azure.platform import Platform
from local_azure.resources import Resource

ZONE = "Microsoft.Network/privateDnsZones"
LINK = f"{ZONE}/virtualNetworkLinks"
ZONE_GROUP = f"{ENDPOINT}/privateDnsZoneGroups"


@dataclass(frozen=True)
class Record:
    """An address record.

    Attributes:
        name: Its name within the zone.
        host: The public name that it stands for.
        address: The private address.
    """

    name: str
    host: str
    address: str


def zone_ids_of(group: Resource) -> list[str]:
    """Returns the zones that a zone group registers in."""
    configs = group.properties.get("privateDnsZoneConfigs") or []
    return [str((each.get("properties") or {}).get("privateDnsZoneId", "")) for each in configs]


def records_of(platform: Platform, endpoint: Resource, zone_name: str) -> list[Record]:
    """Returns the records that an endpoint has in a zone of that name; none when its target is gone."""
    interface = platform.resources.get(endpoint.properties["networkInterfaces"][0]["id"])
    found = []
    for _, connection in connection_lists(endpoint.properties):
        target = platform.resources.get(connection["properties"]["privateLinkServiceId"])
        if target is None or interface is None:
            continue
        names = names_of(target, connection["properties"]["groupIds"][0])
        found += [
            Record(record_name(name), name.host, address_of(interface, name.member))
            for name in names
            if name.zone == zone_name.lower()
        ]
    return found


def records_in(platform: Platform, zone: Resource) -> list[Record]:
    """Returns all records of a zone."""
    found = []
    for group in platform.resources.of_type(ZONE_GROUP):
        endpoint = platform.resources.get(group.id.rpartition("/privateDnsZoneGroups/")[0])
        if endpoint is not None and zone.id.lower() in [each.lower() for each in zone_ids_of(group)]:
            found += records_of(platform, endpoint, zone.name)
    return found


def finds(platform: Platform, network_id: str, endpoint: Resource, zone_name: str) -> bool:
    """Returns whether an endpoint's address is found from a network: a linked zone of that name holds it."""
    for group in platform.resources.children(endpoint.id, ZONE_GROUP):
        for zone_id in zone_ids_of(group):
            if zone_id.rpartition("/")[2].lower() == zone_name and is_linked(platform, zone_id, network_id):
                return group.state == "Succeeded"
    return False


def is_linked(platform: Platform, zone_id: str, network_id: str) -> bool:
    """Returns whether a zone is linked to a network."""
    links = platform.resources.children(zone_id, LINK)
    return any(
        str((link.properties.get("virtualNetwork") or {}).get("id", "")).lower() == network_id.lower()
        and link.state == "Succeeded"
        for link in links
    )
