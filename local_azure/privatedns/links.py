"""Links of private DNS zones to virtual networks: from there a zone's names are found."""

from local_azure.behaviour import Behaviour, Write
from local_azure.errors import bad_request, conflict
from local_azure.json_types import Json
from local_azure.network.linked_access import require_linked_access, require_reference
from local_azure.platform import Platform
from local_azure.privatedns.records import LINK
from local_azure.resources import Resource

NETWORK = "Microsoft.Network/virtualNetworks"


def link_behaviour(platform: Platform) -> Behaviour:
    """Returns the behaviour of ``privateDnsZones/virtualNetworkLinks``."""

    async def validate(write: Write) -> None:
        network_id = str(((write.body.get("properties") or {}).get("virtualNetwork") or {}).get("id", ""))
        require_reference(platform, write, network_id, NETWORK)
        require_linked_access(platform, write, f"{NETWORK}/join/action", network_id)
        for other in platform.resources.of_type(LINK):
            if other.id.lower() != write.id.lower() and _network_id(other) == network_id.lower():
                _check_beside(write, other)

    async def prepare(write: Write) -> Json:
        sent = write.body.get("properties") or {}
        properties = {"registrationEnabled": False, **sent, "virtualNetworkLinkState": "Completed"}
        return {**write.body, "properties": properties}

    return Behaviour(validate=validate, prepare=prepare, etag=True)


def _network_id(link: Resource) -> str:
    return str(link.properties["virtualNetwork"]["id"]).lower()


def _check_beside(write: Write, other: Resource) -> None:
    zone_id, other_zone_id = (each.rpartition("/virtualNetworkLinks/")[0] for each in (write.id, other.id))
    if zone_id.lower() == other_zone_id.lower():
        raise conflict(
            f"A virtual network link '{other.name}' of this zone to the same virtual network already exists.",
        )
    zone, other_zone = (each.rpartition("/")[2].lower() for each in (zone_id, other_zone_id))
    if zone == other_zone:
        raise bad_request(
            "A virtual network cannot be linked to multiple zones with overlapping namespaces. You tried to link "
            f"virtual network with '{zone}' and '{other_zone}' zones."
        )
