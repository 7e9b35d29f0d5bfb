"""The private addresses of an endpoint: a network interface in its subnet, with one address for each member."""

import uuid
from collections.abc import Sequence
from ipaddress import ip_address
from itertools import islice

from local_azure.clock import timestamp
from local_azure.errors import AzureError
from local_azure.json_types import Json
from local_azure.network.address_ranges import ranges_of_subnet
from local_azure.network.link_targets import LinkedName
from local_azure.network.subnet_use import INTERFACE, configurations, interfaces_in
from local_azure.platform import Platform
from local_azure.resources import Resource

_API_VERSION = "2024-05-01"
# Of each subnet Azure keeps the first four addresses and the last one (Virtual Network documentation, FAQ, 2026-10).
_KEPT_AT_FRONT = 3  # the network's own address isn't among a range's hosts


def make_interface(
    platform: Platform, interface_id: str, subnet: Resource, location: str, names: Sequence[LinkedName], group_id: str
) -> Resource:
    """Makes the network interface of an endpoint and returns it; the one that is there keeps its addresses.

    Raises:
        AzureError: 400 SubnetIsFull.
    """
    existing = platform.resources.get(interface_id)
    if existing is not None:
        return existing
    members = list(dict.fromkeys(name.member for name in names))
    free = _free(platform, subnet, len(members))
    now = platform.clock.now()
    parts = [
        {
            "name": f"privateEndpointIpConfig.{uuid.uuid5(uuid.NAMESPACE_URL, f'{interface_id.lower()}/{member}')}",
            "properties": {
                "privateIPAddress": address,
                "privateIPAllocationMethod": "Dynamic",
                "subnet": {"id": subnet.id},
                "primary": number == 0,
                "privateLinkConnectionProperties": {
                    "groupId": group_id,
                    "requiredMemberName": member,
                    "fqdns": [name.host for name in names if name.member == member],
                },
            },
        }
        for number, (member, address) in enumerate(zip(members, free, strict=True))
    ]
    body: Json = {
        "location": location,
        "properties": {"ipConfigurations": parts},
        "systemData": {"createdAt": timestamp(now)},
    }
    name = interface_id.rpartition("/")[2]
    made = Resource(interface_id, INTERFACE, name, _API_VERSION, body, now, now)
    platform.resources.put(made)
    return made


def address_of(interface: Resource, member: str) -> str:
    """Returns the address of a member.

    Raises:
        LookupError: The interface has no such member.
    """
    for each in configurations(interface):
        if each["properties"]["privateLinkConnectionProperties"]["requiredMemberName"] == member:
            return str(each["properties"]["privateIPAddress"])
    raise LookupError(f"{interface.id} has no member {member}")


def _free(platform: Platform, subnet: Resource, count: int) -> list[str]:
    used = {
        ip_address(str(each["properties"]["privateIPAddress"]))
        for interface in interfaces_in(platform, subnet.id)
        for each in configurations(interface)
    }
    ranges = ranges_of_subnet(subnet.properties, subnet.name)
    candidates = (address for each in ranges for address in islice(each.hosts(), _KEPT_AT_FRONT, None))
    free = [str(address) for address in islice((found for found in candidates if found not in used), count)]
    if len(free) < count:
        raise AzureError(
            400,
            "SubnetIsFull",
            f"Subnet {subnet.name} with address prefix {ranges[0]} does not have enough capacity for {count} "
            "IP addresses.",
        )
    return free
