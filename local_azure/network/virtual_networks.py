"""Virtual networks: their address space, and their subnets, which stand in their body and on their own."""

from local_azure.behaviour import Behaviour, Write
from local_azure.errors import AzureError, not_supported
from local_azure.identity import principal_ids
from local_azure.json_types import Json
from local_azure.network.address_ranges import Range, check_subnets, ranges_of_network, ranges_of_subnet
from local_azure.network.subnets import SUBNETS, check_subnet, refuse_in_use
from local_azure.platform import Platform
from local_azure.resources import Resource


def virtual_network_behaviour(platform: Platform) -> Behaviour:
    """Returns the behaviour of ``Microsoft.Network/virtualNetworks``."""

    async def validate(write: Write) -> None:
        properties = write.body.get("properties") or {}
        if properties.get("virtualNetworkPeerings"):
            raise not_supported("peerings of virtual networks", "Put what must be reached into one network.")
        space = ranges_of_network(properties, write.name)
        for gone in SUBNETS.removed(platform, write):
            refuse_in_use(platform, gone)
        _check(platform, write, space)

    async def prepare(write: Write) -> Json:
        before = write.existing.properties if write.existing else {}
        guid = before.get("resourceGuid") or principal_ids(write.id, platform.clock.now())[0]
        fixed: Json = {"resourceGuid": guid, "virtualNetworkPeerings": [], "enableDdosProtection": False}
        adopted = SUBNETS.adopt(platform, write)
        return {**adopted, "properties": {**fixed, **adopted["properties"]}}

    async def refuse_delete(network: Resource) -> None:
        for subnet in SUBNETS.of(platform, network.id):
            refuse_in_use(platform, subnet)

    return Behaviour(
        validate=validate,
        prepare=prepare,
        refuse_delete=refuse_delete,
        present=lambda network: SUBNETS.presented(platform, network),
        etag=True,
    )


def _check(platform: Platform, write: Write, space: list[Range]) -> None:
    wanted = SUBNETS.wanted(platform, write)
    if wanted is None:
        _check_kept(platform, write, space)
        return
    if any(not name for name in wanted):
        raise AzureError(400, "InvalidRequestFormat", f"A subnet of virtual network '{write.name}' has no name.")
    check_subnets(write.name, space, {name: ranges_of_subnet(each, name) for name, each in wanted.items()})
    for name, properties in wanted.items():
        check_subnet(platform, write, name, properties)


def _check_kept(platform: Platform, write: Write, space: list[Range]) -> None:
    kept = SUBNETS.of(platform, write.id)
    ranges = {subnet.name: ranges_of_subnet(subnet.properties, subnet.name) for subnet in kept}
    check_subnets(write.name, space, ranges)
