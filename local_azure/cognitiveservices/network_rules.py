"""Network rules of an account: well-formed, on subnets that exist, and only where it has a subdomain of its own."""

import ipaddress
from collections.abc import Mapping
from typing import Any

from local_azure.behaviour import Write
from local_azure.cognitiveservices.domains import subdomain
from local_azure.errors import bad_request
from local_azure.platform import Platform

ACCESS = ("Enabled", "Disabled")
ACTIONS = ("Allow", "Deny")


def check_network(platform: Platform, write: Write) -> None:
    """Checks ``publicNetworkAccess`` and ``networkAcls`` of an account's body.

    Raises:
        AzureError: 400 when they are malformed, name a subnet that isn't there, or the account lacks a subdomain.
    """
    properties = write.body.get("properties") or {}
    access = properties.get("publicNetworkAccess", "Enabled")
    if access not in ACCESS:
        raise bad_request(f"publicNetworkAccess '{access}' must be one of {', '.join(ACCESS)}.")
    rules = properties.get("networkAcls")
    if not rules:
        return
    if rules.get("defaultAction", "Allow") not in ACTIONS:
        raise bad_request(f"networkAcls.defaultAction '{rules['defaultAction']}' must be one of {', '.join(ACTIONS)}.")
    for rule in rules.get("ipRules") or ():
        _check_address(str(rule.get("value", "")))
    for rule in rules.get("virtualNetworkRules") or ():
        _check_subnet(platform, rule)
    before = write.existing.body if write.existing else {}
    if rules.get("defaultAction") == "Deny" and not (subdomain(write.body) or subdomain(before)):
        # azure-ai-docs cognitive-services-virtual-networks, as of 2026-10: network rules need a custom subdomain.
        raise bad_request("networkAcls needs an account with a customSubDomainName.", target="properties.networkAcls")


def _check_address(value: str) -> None:
    try:
        ipaddress.ip_network(value, strict=False)
    except ValueError as error:
        raise bad_request(f"networkAcls.ipRules: '{value}' is no address or range: {error}.") from error


def _check_subnet(platform: Platform, rule: Mapping[str, Any]) -> None:
    subnet = str(rule.get("id", ""))
    if platform.resources.get(subnet) is None and not rule.get("ignoreMissingVnetServiceEndpoint"):
        raise bad_request(f"networkAcls.virtualNetworkRules: the subnet '{subnet}' isn't there.")
