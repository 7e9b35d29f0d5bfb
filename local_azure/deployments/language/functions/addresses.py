"""Functions on ranges of addresses: parts, subnets and hosts (azure-docs template-functions-cidr, as of 2026-10)."""

import ipaddress
from collections.abc import Mapping
from typing import Any, TypeAlias

from local_azure.deployments.language.errors import ExpressionError
from local_azure.deployments.language.functions.function import Function, text, whole, wrong
from local_azure.deployments.language.scope import Scope

Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network


def _parse_cidr(_: Scope, arguments: list[Any]) -> dict[str, Any]:
    network = _network("parseCidr", arguments[0])
    first, last = _usable(network)
    parts: dict[str, Any] = {"network": str(network.network_address), "netmask": str(network.netmask)}
    if network.version == 4:
        parts["broadcast"] = str(network.broadcast_address)
    return {
        **parts,
        "firstUsable": _address(network, first),
        "lastUsable": _address(network, last),
        "cidr": network.prefixlen,
    }


def _cidr_subnet(_: Scope, arguments: list[Any]) -> str:
    network, prefix = _network("cidrSubnet", arguments[0]), whole("cidrSubnet", arguments[1])
    index = whole("cidrSubnet", arguments[2])
    if not network.prefixlen <= prefix <= network.max_prefixlen:
        raise _out_of_range("cidrSubnet", f"the prefix {prefix} doesn't divide '{network}'")
    if not 0 <= index < 1 << (prefix - network.prefixlen):
        raise _out_of_range("cidrSubnet", f"'{network}' has no subnet {index} of prefix {prefix}")
    start = int(network.network_address) + (index << (network.max_prefixlen - prefix))
    return f"{_address(network, start)}/{prefix}"


def _cidr_host(_: Scope, arguments: list[Any]) -> str:
    network, index = _network("cidrHost", arguments[0]), whole("cidrHost", arguments[1])
    first, last = _usable(network)
    if not 0 <= index <= last - first:
        raise _out_of_range("cidrHost", f"'{network}' has no host {index}")
    return _address(network, first + index)


def _network(name: str, value: object) -> Network:
    try:
        return ipaddress.ip_network(text(name, value), strict=False)
    except ValueError as error:
        raise wrong(name, "a range of addresses such as 10.0.0.0/16", value) from error


def _usable(network: Network) -> tuple[int, int]:
    first, last = int(network.network_address), int(network.broadcast_address)
    if network.version == 4 and network.prefixlen < 31:
        return first + 1, last - 1
    return first, last


def _address(network: Network, number: int) -> str:
    return str(ipaddress.IPv4Address(number) if network.version == 4 else ipaddress.IPv6Address(number))


def _out_of_range(name: str, reason: str) -> ExpressionError:
    return ExpressionError(f"Unable to evaluate template language function '{name}': {reason}.")


ADDRESSES: Mapping[str, Function] = {
    "cidrhost": Function(_cidr_host, 2, 2),
    "cidrsubnet": Function(_cidr_subnet, 3, 3),
    "parsecidr": Function(_parse_cidr, 1, 1),
}
