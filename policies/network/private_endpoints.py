"""In the private profile everything that can be reached is reached through a private endpoint."""

from collections.abc import Iterator

from catalogue.private_links import private_links
from catalogue.resource_types import UnknownResourceTypeError, by_token
from policies.context import Context
from policies.policy import PRIVATE, Finding, Policy
from policies.resources import UNKNOWN, Resource, Stack

ENDPOINT = "azure-native:network:PrivateEndpoint"
CONNECTIONS = "privateLinkServiceConnections"


def check(stack: Stack, _context: Context) -> Iterator[Finding]:
    """Each side of a resource that the suite uses needs an endpoint of its own."""
    endpoints = stack.of(ENDPOINT)
    for resource in stack.resources:
        for group in _groups(resource):
            if not any(_leads_to(stack, endpoint, resource, group) for endpoint in endpoints):
                yield Finding(f"it has no private endpoint {group}", resource)


POLICY = Policy(
    name="network-private-endpoints",
    summary="Everything in the private profile has its private endpoints.",
    reason="What has no public address and no private one can't be reached at all, not even by its own workspace.",
    fix="declare a PrivateEndpoint with the group that catalogue/private_links.yaml names",
    severity="high",
    check_stack=check,
    built_in=(
        "6edd7eda-6dd8-40f7-810d-67160c639cd9",
        "1604f626-4d8d-4124-8bb8-b1e5f95562de",
        "a6abeaec-4d90-4a02-805f-6b26c4d3fbe9",
        "e8eef0a8-67cf-4eb4-9386-14b0e78733d4",
        "d6759c02-b87f-42b7-892e-71b3f471d782",
        "45e05259-1eb5-4f70-9574-baf73e9d219b",
    ),
    controls=("NS-2", "DP-8"),
    only_where=PRIVATE,
)


def _groups(resource: Resource) -> list[str]:
    if resource.get("kind") == "Project":
        return []  # reached through its hub
    try:
        arm_type = by_token(resource.type).type
    except UnknownResourceTypeError:
        return []
    return [name for name, link in private_links().items() if link.type == arm_type and link.needed]


def _leads_to(stack: Stack, endpoint: Resource, resource: Resource, group: str) -> bool:
    if resource.urn not in stack.meant_by(endpoint, CONNECTIONS):
        return False
    connections = endpoint.get(CONNECTIONS)
    if connections is UNKNOWN:
        return True
    groups = [one.get("groupIds") for one in connections or []]
    return any(each is UNKNOWN or group in (each or []) for each in groups)
