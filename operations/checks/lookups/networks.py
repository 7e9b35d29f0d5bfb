"""Looks up the address ranges of a subscription's virtual networks."""

import ipaddress

from catalogue.resource_types import by_type
from infra.provider.arm import Arm
from operations.checks.facts import NetworkRanges


def networks(arm: Arm, subscription_id: str) -> NetworkRanges:
    """Gives the IPv4 ranges by the network's id."""
    version = by_type("Microsoft.Network/virtualNetworks").api_version
    found = {}
    for network in arm.list(f"/subscriptions/{subscription_id}/providers/Microsoft.Network/virtualNetworks", version):
        space = ((network.get("properties") or {}).get("addressSpace") or {}).get("addressPrefixes") or ()
        found[str(network["id"])] = tuple(ipaddress.IPv4Network(each) for each in space if ":" not in each)
    return found
