"""Subnets reach the internet only where it was meant."""

from collections.abc import Iterator

from policies.context import Context
from policies.network._subnets import SERVICES, subnets
from policies.policy import Policy
from policies.resources import UNKNOWN, Resource, shown

OUTBOUND = ("runner",)
"""The runner that deploys calls GitHub, Entra and Resource Manager."""


def check(network: Resource, context: Context) -> Iterator[str]:
    """Absent means that Azure's default decides, which changes with the API version."""
    allowed = {*context.options.get("outbound", OUTBOUND), *SERVICES}
    for name, subnet in subnets(network):
        value = subnet.get("defaultOutboundAccess")
        if value not in (False, UNKNOWN) and name not in allowed:
            yield f"defaultOutboundAccess of the subnet {name} is {shown(value)}; it must be false"


POLICY = Policy(
    name="network-default-outbound",
    summary="Subnets have no way out to the internet, but for the runner's.",
    reason="What has got in can send out whatever it finds, from an address that nobody owns.",
    fix="set default_outbound_access to false",
    severity="medium",
    types=("network:VirtualNetwork", "network:Subnet"),
    check=check,
    built_in=("7bca8353-aa3b-429b-904a-9229c4385837",),
    controls=("NS-1",),
    options={
        "outbound": {
            "type": "array",
            "items": {"type": "string"},
            "description": "names of the subnets that may reach the internet",
        }
    },
)
