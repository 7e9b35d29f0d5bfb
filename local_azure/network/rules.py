"""The network rules in a resource's body: known actions, real ranges, subnets that are there with their endpoint."""

from ipaddress import ip_network

from local_azure.behaviour import Write
from local_azure.errors import AzureError, bad_request
from local_azure.json_types import Json
from local_azure.network.access import SERVICE_ENDPOINTS
from local_azure.platform import Platform

_ACTIONS = ("allow", "deny")


def check_rules(platform: Platform, write: Write, rules: Json | None, *, code: str) -> None:
    """Returns when a resource may have the network rules that it is written with.

    Args:
        platform: The local Azure.
        write: The resource as it is written.
        rules: Its ``networkAcls`` or ``networkRuleSet``.
        code: The error code of its service.

    Raises:
        AzureError: 400 naming the rule.
    """
    if not rules:
        return
    action = str(rules.get("defaultAction") or "Allow")
    if action.lower() not in _ACTIONS:
        raise bad_request(f"The default action '{action}' of the network rules isn't Allow or Deny.", code=code)
    for rule in rules.get("ipRules") or []:
        _check_range(str(rule.get("value", "")), code)
    for rule in rules.get("virtualNetworkRules") or []:
        _check_subnet(platform, write, rule, code)


def _check_range(value: str, code: str) -> None:
    try:
        found = ip_network(value, strict=False)
    except ValueError as error:
        raise bad_request(f"The network rule '{value}' is no address or range: {error}.", code=code) from error
    # RFC 1918 alone: Python counts ranges for documentation, one of which is the local Azure's outside, as private too.
    private = [ip_network(each) for each in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")]
    if any(found.version == each.version and found.overlaps(each) for each in private):
        # Storage documentation "storage-network-security", 2026-10: rules take public addresses alone.
        raise bad_request(f"The network rule '{value}' is private: only public addresses can be allowed.", code=code)


def _check_subnet(platform: Platform, write: Write, rule: Json, code: str) -> None:
    subnet_id = str(rule.get("id", ""))
    subnet = platform.resources.get(subnet_id) if subnet_id else None
    if subnet is None:
        raise bad_request(f"The network rule's subnet '{subnet_id}' does not exist.", code=code)
    if rule.get("ignoreMissingVnetServiceEndpoint"):
        return
    service = write.type.split("/")[0]
    has = {str(each.get("service", "")).lower() for each in subnet.properties.get("serviceEndpoints") or []}
    if not has & set(SERVICE_ENDPOINTS.get(service.lower(), ())):
        raise AzureError(
            400,
            code,
            "Validation of network acls failure: SubnetsHaveNoServiceEndpointsConfigured:Subnets "
            f"{subnet.name} of virtual network {subnet_id.partition('/subnets/')[0]} do not have ServiceEndpoints for "
            f"{service} resources configured. Add {service} to subnet's ServiceEndpoints collection before trying to "
            f"ACL {service} resources to these subnets.",
        )
