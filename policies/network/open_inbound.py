"""Nothing from the internet gets into the networks."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.context import Context
from policies.policy import Policy
from policies.resources import Resource

INTERNET = ("*", "0.0.0.0/0", "::/0", "internet", "any")


def check(group: Resource, _context: Context) -> Iterator[str]:
    """Rules inside a security group, and rules that are resources of their own."""
    rules = [group.inputs] if group.type.endswith(":SecurityRule") else group.get("securityRules")
    for rule in rules if isinstance(rules, list) else []:
        if isinstance(rule, Mapping) and rule.get("access") == "Allow" and rule.get("direction") == "Inbound":
            yield from _open(rule)


POLICY = Policy(
    name="network-open-inbound",
    summary="Security groups let nothing in from the internet.",
    reason="Whatever listens in the network is found and tried within minutes.",
    fix="name the ranges that may come in, or take the rule away: private endpoints need none",
    severity="critical",
    types=("network:NetworkSecurityGroup", "network:SecurityRule"),
    check=check,
    controls=("NS-1",),
)


def _open(rule: Mapping[str, Any]) -> Iterator[str]:
    more = rule.get("sourceAddressPrefixes")
    sources = [rule.get("sourceAddressPrefix"), *(more if isinstance(more, list) else [])]
    if any(str(source).lower() in INTERNET for source in sources):
        ports = rule.get("destinationPortRange") or rule.get("destinationPortRanges")
        yield f"the rule {rule.get('name')} lets the internet in to port {ports}"
