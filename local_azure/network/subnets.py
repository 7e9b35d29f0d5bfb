"""Subnets: inside their network, apart from one another, and held by what stands in them."""

from local_azure.behaviour import Behaviour, Write
from local_azure.errors import AzureError, bad_request
from local_azure.json_types import Json
from local_azure.network.address_ranges import check_subnets, ranges_of_network, ranges_of_subnet
from local_azure.network.inline_children import InlineChildren
from local_azure.network.linked_access import require_linked_access, require_reference
from local_azure.network.subnet_use import SUBNET, configurations, endpoints_in, interfaces_in, users_of
from local_azure.platform import Platform
from local_azure.resources import Resource

SECURITY_GROUP = "Microsoft.Network/networkSecurityGroups"
# Network documentation "disable-private-endpoint-network-policy", 2026-10: the defaults of both policies.
_DEFAULTS: Json = {
    "delegations": [],
    "serviceEndpoints": [],
    "privateEndpointNetworkPolicies": "Disabled",
    "privateLinkServiceNetworkPolicies": "Enabled",
}
_ANSWERED = ("ipConfigurations", "privateEndpoints", "provisioningState", "purpose")


def subnet_behaviour(platform: Platform) -> Behaviour:
    """Returns the behaviour of ``virtualNetworks/subnets``."""

    async def validate(write: Write) -> None:
        network = write.parent
        if network is None:
            return
        properties = write.body.get("properties") or {}
        others = [each for each in SUBNETS.of(platform, network.id) if each.name.lower() != write.name.lower()]
        ranges = {each.name: ranges_of_subnet(each.properties, each.name) for each in others}
        ranges[write.name] = ranges_of_subnet(properties, write.name)
        check_subnets(network.name, ranges_of_network(network.properties, network.name), ranges)
        check_subnet(platform, write, write.name, properties)

    async def prepare(write: Write) -> Json:
        return {"properties": _prepared(write.body.get("properties") or {})}

    async def refuse_delete(subnet: Resource) -> None:
        refuse_in_use(platform, subnet)

    return Behaviour(
        validate=validate,
        prepare=prepare,
        refuse_delete=refuse_delete,
        present=lambda subnet: {**subnet.body, "properties": _present(platform, subnet)},
        etag=True,
    )


def check_subnet(platform: Platform, write: Write, name: str, properties: Json) -> None:
    """Returns when a subnet that is written refers to things that are there, and keeps its range while it is in use.

    Raises:
        AzureError: 400 or 403.
    """
    group = properties.get("networkSecurityGroup")
    if group:
        require_reference(platform, write, str(group.get("id", "")), SECURITY_GROUP)
        require_linked_access(platform, write, f"{SECURITY_GROUP}/join/action", str(group["id"]))
    network_id = write.id if write.type.lower() != SUBNET.lower() else write.id.rpartition("/subnets/")[0]
    existing = platform.resources.get(SUBNETS.child_id(network_id, name))
    if existing is None or not users_of(platform, existing.id):
        return
    if ranges_of_subnet(existing.properties, name) != ranges_of_subnet(properties, name):
        raise bad_request(
            f"Subnet {name} is in use and cannot be updated: its address range must stay as it is.",
            code="InUseSubnetCannotBeUpdated",
        )


def refuse_in_use(platform: Platform, subnet: Resource) -> None:
    """Returns when nothing stands in a subnet.

    Raises:
        AzureError: 400 InUseSubnetCannotBeDeleted.
    """
    users = users_of(platform, subnet.id)
    if users:
        raise AzureError(
            400,
            "InUseSubnetCannotBeDeleted",
            f"Subnet {subnet.name} is in use by {', '.join(users)} and cannot be deleted. In order to delete the "
            "subnet, delete all the resources within the subnet. See aka.ms/deletesubnet.",
        )


def _prepared(sent: Json) -> Json:
    kept = {member: value for member, value in sent.items() if value is not None and member not in _ANSWERED}
    return {**_DEFAULTS, **kept}


def _present(platform: Platform, subnet: Resource) -> Json:
    endpoints = [{"id": endpoint.id} for endpoint in endpoints_in(platform, subnet.id)]
    used = [
        {"id": f"{interface.id}/ipConfigurations/{each['name']}"}
        for interface in interfaces_in(platform, subnet.id)
        for each in configurations(interface)
    ]
    shown = {**({"privateEndpoints": endpoints} if endpoints else {}), **({"ipConfigurations": used} if used else {})}
    return {**subnet.properties, **shown}


SUBNETS = InlineChildren("subnets", SUBNET, _prepared, _present)
