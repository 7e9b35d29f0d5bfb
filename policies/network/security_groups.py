"""Each subnet has a security group."""

from collections.abc import Iterator

from policies.context import Context
from policies.network._subnets import SERVICES, subnets
from policies.policy import Policy
from policies.resources import Resource


def check(network: Resource, _context: Context) -> Iterator[str]:
    """Azure's own subnets can't have one, or bring their own."""
    for name, subnet in subnets(network):
        if subnet.get("networkSecurityGroup") is None and name not in SERVICES:
            yield f"the subnet {name} has no security group"


POLICY = Policy(
    name="network-security-groups",
    summary="Each subnet has a network security group.",
    reason="Without one everything in the network reaches everything else.",
    fix="set network_security_group",
    severity="medium",
    types=("network:VirtualNetwork", "network:Subnet"),
    check=check,
    built_in=("e71308d3-144b-4262-b144-efdc3cc90517",),
    controls=("NS-1",),
)
