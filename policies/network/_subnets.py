"""Subnets, whether they stand in their network's own body or are resources of their own."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from policies.resources import Resource

SERVICES: Final = frozenset({"GatewaySubnet", "AzureFirewallSubnet", "AzureBastionSubnet"})
"""Azure's own, by the names that it asks for."""


def subnets(resource: Resource) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Gives the subnets of a VirtualNetwork, or a Subnet itself, by name."""
    if resource.type.endswith(":Subnet"):
        yield str(resource.get("subnetName") or resource.name), resource.inputs
        return
    inside = resource.get("subnets")
    for each in inside if isinstance(inside, list) else []:
        if isinstance(each, Mapping):
            yield str(each.get("name")), each
