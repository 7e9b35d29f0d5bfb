"""Address ranges of virtual networks and subnets: read, held against each other, refused with Azure's codes."""

from collections.abc import Mapping, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_network

from local_azure.errors import AzureError, bad_request
from local_azure.json_types import Json

Range = IPv4Network | IPv6Network


def ranges_of_network(properties: Json, name: str) -> list[Range]:
    """Returns the address space of a virtual network.

    Raises:
        AzureError: 400 when it has none or one of its ranges isn't one.
    """
    prefixes = (properties.get("addressSpace") or {}).get("addressPrefixes") or []
    if not prefixes:
        raise bad_request(
            f"Virtual network '{name}' must have an address space with at least one address prefix.",
            code="InvalidRequestFormat",
            target="addressSpace",
        )
    return [_range(prefix, f"virtual network '{name}'") for prefix in prefixes]


def ranges_of_subnet(properties: Json, name: str) -> list[Range]:
    """Returns the ranges of a subnet.

    Raises:
        AzureError: 400 when it has none or one of them isn't one.
    """
    single = properties.get("addressPrefix")
    prefixes = properties.get("addressPrefixes") or ([single] if single else [])
    if not prefixes:
        raise bad_request(
            f"Subnet '{name}' must have an address prefix.", code="InvalidRequestFormat", target="addressPrefix"
        )
    return [_range(prefix, f"subnet '{name}'") for prefix in prefixes]


def check_subnets(network: str, space: Sequence[Range], subnets: Mapping[str, Sequence[Range]]) -> None:
    """Returns when every subnet lies in the network's address space and none overlaps with another.

    Raises:
        AzureError: 400 NetcfgSubnetRangeOutsideVnet or NetcfgSubnetRangesOverlap.
    """
    seen: list[Range] = []
    for name, ranges in subnets.items():
        for each in ranges:
            if not any(_contains(outer, each) for outer in space):
                # NetcfgInvalidSubnet until 2023; this code and text seen 2024-07 (azure-docs pull request 123869).
                raise AzureError(
                    400,
                    "NetcfgSubnetRangeOutsideVnet",
                    f"Subnet '{name}' is not valid because its IP address range is outside the IP address range of "
                    f"virtual network '{network}'.",
                )
            if any(_overlap(other, each) for other in seen):
                raise AzureError(
                    400,
                    "NetcfgSubnetRangesOverlap",
                    f"Subnet '{name}' is not valid because its IP address range overlaps with that of an existing "
                    f"subnet in virtual network '{network}'.",
                )
        seen += ranges


def _range(prefix: object, where: str) -> Range:
    try:
        return ip_network(str(prefix), strict=True)
    except ValueError as error:
        raise bad_request(
            f"The address prefix {prefix} of {where} has an invalid CIDR notation: {error}.",
            code="InvalidCIDRNotation",
        ) from error


def _contains(outer: Range, inner: Range) -> bool:
    if isinstance(outer, IPv4Network) and isinstance(inner, IPv4Network):
        return inner.subnet_of(outer)
    return isinstance(outer, IPv6Network) and isinstance(inner, IPv6Network) and inner.subnet_of(outer)


def _overlap(one: Range, other: Range) -> bool:
    return one.version == other.version and one.overlaps(other)
