"""What stands in a subnet: addresses of private endpoints, and computes that were put there."""

from local_azure.platform import Platform
from local_azure.resources import Resource

SUBNET = "Microsoft.Network/virtualNetworks/subnets"
INTERFACE = "Microsoft.Network/networkInterfaces"
ENDPOINT = "Microsoft.Network/privateEndpoints"
_COMPUTE = "Microsoft.MachineLearningServices/workspaces/computes"


def interfaces_in(platform: Platform, subnet_id: str) -> list[Resource]:
    """Returns the network interfaces with an address in a subnet."""
    return [
        interface
        for interface in platform.resources.of_type(INTERFACE)
        if any(_is(each["properties"].get("subnet"), subnet_id) for each in configurations(interface))
    ]


def endpoints_in(platform: Platform, subnet_id: str) -> list[Resource]:
    """Returns the private endpoints of a subnet."""
    endpoints = platform.resources.of_type(ENDPOINT)
    return [endpoint for endpoint in endpoints if _is(endpoint.properties.get("subnet"), subnet_id)]


def users_of(platform: Platform, subnet_id: str) -> list[str]:
    """Returns the ids of what holds a subnet; while there is one, the subnet can't be deleted."""
    held = [
        f"{interface.id}/ipConfigurations/{each['name']}"
        for interface in interfaces_in(platform, subnet_id)
        for each in configurations(interface)
    ]
    computes = platform.resources.of_type(_COMPUTE)
    return held + [
        compute.id for compute in computes if _is((compute.properties.get("properties") or {}).get("subnet"), subnet_id)
    ]


def configurations(interface: Resource) -> list[dict[str, dict[str, dict[str, str]]]]:
    """Returns the IP configurations of a network interface."""
    found: list[dict[str, dict[str, dict[str, str]]]] = interface.properties["ipConfigurations"]
    return found


def network_id_of(subnet_id: str) -> str:
    """Returns the id of the virtual network that a subnet is part of."""
    return subnet_id.rpartition("/subnets/")[0] or subnet_id.lower().rpartition("/subnets/")[0]


def _is(reference: object, subnet_id: str) -> bool:
    return isinstance(reference, dict) and str(reference.get("id", "")).lower() == subnet_id.lower()
