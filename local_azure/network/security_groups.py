"""Network security groups: their rules, those that Azure adds, and the subnets that hold a group."""

from local_azure.behaviour import Behaviour, Write
from local_azure.errors import AzureError
from local_azure.identity import principal_ids
from local_azure.json_types import Json
from local_azure.network.security_rules import RULES, check_rules
from local_azure.network.subnet_use import SUBNET
from local_azure.platform import Platform
from local_azure.resources import Resource

# Network documentation "network-security-groups-overview", 2026-10: name, direction, access, priority, from, to.
_ALWAYS = (
    ("AllowVnetInBound", "Inbound", "Allow", 65000, "VirtualNetwork", "VirtualNetwork"),
    ("AllowAzureLoadBalancerInBound", "Inbound", "Allow", 65001, "AzureLoadBalancer", "*"),
    ("DenyAllInBound", "Inbound", "Deny", 65500, "*", "*"),
    ("AllowVnetOutBound", "Outbound", "Allow", 65000, "VirtualNetwork", "VirtualNetwork"),
    ("AllowInternetOutBound", "Outbound", "Allow", 65001, "*", "Internet"),
    ("DenyAllOutBound", "Outbound", "Deny", 65500, "*", "*"),
)


def security_group_behaviour(platform: Platform) -> Behaviour:
    """Returns the behaviour of ``Microsoft.Network/networkSecurityGroups``."""

    async def validate(write: Write) -> None:
        wanted = RULES.wanted(platform, write)
        if wanted is not None:
            check_rules(wanted)

    async def prepare(write: Write) -> Json:
        before = write.existing.properties if write.existing else {}
        guid = before.get("resourceGuid") or principal_ids(write.id, platform.clock.now())[0]
        adopted = RULES.adopt(platform, write)
        return {**adopted, "properties": {"resourceGuid": guid, **adopted["properties"]}}

    async def refuse_delete(group: Resource) -> None:
        subnets = _subnets(platform, group)
        if subnets:
            raise AzureError(
                400,
                "InUseNetworkSecurityGroupCannotBeDeleted",
                f"Network security group {group.name} cannot be deleted because it is in use by the following "
                f"resources: {', '.join(subnet.id for subnet in subnets)}. In order to delete the Network security "
                "group, remove the association with the resource(s). To learn how to do this, see "
                "aka.ms/deletensg.",
            )

    def present(group: Resource) -> Json:
        subnets = [{"id": subnet.id} for subnet in _subnets(platform, group)]
        body = RULES.presented(platform, group)
        properties = {
            **body["properties"],
            "defaultSecurityRules": [_default(group, *each) for each in _ALWAYS],
            **({"subnets": subnets} if subnets else {}),
        }
        return {**body, "properties": properties}

    return Behaviour(validate=validate, prepare=prepare, refuse_delete=refuse_delete, present=present, etag=True)


def _subnets(platform: Platform, group: Resource) -> list[Resource]:
    subnets = platform.resources.of_type(SUBNET)
    return [
        subnet
        for subnet in subnets
        if str((subnet.properties.get("networkSecurityGroup") or {}).get("id", "")).lower() == group.id.lower()
    ]


def _default(group: Resource, name: str, direction: str, access: str, priority: int, source: str, to: str) -> Json:
    return {
        "id": f"{group.id}/defaultSecurityRules/{name}",
        "name": name,
        "type": "Microsoft.Network/networkSecurityGroups/defaultSecurityRules",
        "properties": {
            "provisioningState": "Succeeded",
            "protocol": "*",
            "sourcePortRange": "*",
            "destinationPortRange": "*",
            "sourceAddressPrefix": source,
            "destinationAddressPrefix": to,
            "access": access,
            "priority": priority,
            "direction": direction,
        },
    }
