"""Whether a resource lets a request in by the way it comes: the public network and its rules, or a private endpoint."""

from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import Literal

from starlette.requests import HTTPConnection

from local_azure.json_types import Json
from local_azure.network.connections import endpoints_to
from local_azure.network.link_targets import names_of
from local_azure.network.subnet_use import network_id_of
from local_azure.platform import Platform
from local_azure.privatedns.records import finds
from local_azure.resources import Resource

# The public address of every program that runs in no subnet: one that nobody has (RFC 5737, TEST-NET-3).
OUTSIDE = "203.0.113.10"
# Service endpoints that a subnet needs for a service's virtual network rules (Virtual Network documentation, 2026-10).
SERVICE_ENDPOINTS = {
    "microsoft.storage": ("microsoft.storage", "microsoft.storage.global"),
    "microsoft.keyvault": ("microsoft.keyvault",),
    "microsoft.cognitiveservices": ("microsoft.cognitiveservices",),
    "microsoft.containerregistry": ("microsoft.containerregistry",),
}


@dataclass(frozen=True)
class Closed:
    """Why a resource doesn't let a request in.

    Attributes:
        why: ``disabled``: it has no public access at all; ``rules``: its rules don't name where this comes from.
        address: The public address that the request comes from.
    """

    why: Literal["disabled", "rules"]
    address: str


def closed_to(platform: Platform, request: HTTPConnection, target: Resource) -> Closed | None:
    """Returns why a resource doesn't let a request in, or None when it does.

    A request comes from a subnet when its program told the proxy so (``tunestack local exec --from-subnet``), else from
    outside. From a subnet it goes through a private endpoint when the subnet's network has one to the resource and is
    linked to the DNS zone in which the endpoint's address stands under the host's name; else to the public address.

    Args:
        platform: The local Azure.
        request: The request; its host name is what DNS is asked for.
        target: The resource: a storage account, a vault, an account, a registry, a hub or a workspace.
    """
    return closed_from(platform, _subnet(platform, request), request.url.hostname or "", target)


def closed_from(platform: Platform, subnet: Resource | None, host: str, target: Resource) -> Closed | None:
    """Returns why a resource doesn't let in what comes from a subnet, or from outside; None when it does.

    Args:
        platform: The local Azure.
        subnet: Where it comes from; None for outside.
        host: The host name that it asks for.
        target: The resource.
    """
    if subnet is not None and _private_way(platform, subnet, target, host):
        return None
    properties = target.properties
    if str(properties.get("publicNetworkAccess") or "Enabled").lower() != "enabled":
        return Closed("disabled", OUTSIDE)
    rules = properties.get("networkAcls") or properties.get("networkRuleSet") or {}
    if str(rules.get("defaultAction", "Allow")).lower() != "deny" or _named(rules, subnet, target):
        return None
    return Closed("rules", OUTSIDE)


def _subnet(platform: Platform, request: HTTPConnection) -> Resource | None:
    subnet_id = platform.origins.subnet_id(request.client.port if request.client else None)
    # While it isn't there, as before the first `up` and at the end of `destroy`, nothing runs in it.
    return None if subnet_id is None else platform.resources.get(subnet_id)


def _private_way(platform: Platform, subnet: Resource, target: Resource, host: str) -> bool:
    network_id = network_id_of(subnet.id)
    for endpoint, connection in endpoints_to(platform, target.id):
        asked = connection["properties"]
        is_approved = asked["privateLinkServiceConnectionState"]["status"] == "Approved"
        if not is_approved or network_id_of(endpoint.properties["subnet"]["id"]).lower() != network_id.lower():
            continue
        names = names_of(target, asked["groupIds"][0])
        # Azure ML's regional hosts serve all workspaces: they stand for a workspace's own name.
        zones = {name.zone for name in names if name.host == host} or _regional(host, names[0].zone)
        if any(finds(platform, network_id, endpoint, zone) for zone in zones):
            return True
    return False


def _regional(host: str, zone: str) -> set[str]:
    hosts = (".api.azureml.ms", ".models.ai.azure.com", ".inference.ml.azure.com")
    return {zone} if host.endswith(hosts) and "azureml" in zone else set()


def _named(rules: Json, subnet: Resource | None, target: Resource) -> bool:
    if subnet is None:
        ranges = [str(rule.get("value", "")) for rule in rules.get("ipRules") or []]
        return any(each and ip_address(OUTSIDE) in ip_network(each, strict=False) for each in ranges)
    service = target.type.split("/")[0].lower()
    endpoints = {str(each.get("service", "")).lower() for each in subnet.properties.get("serviceEndpoints") or []}
    if not endpoints & set(SERVICE_ENDPOINTS.get(service, ())):
        return False
    rows = rules.get("virtualNetworkRules") or []
    return any(str(rule.get("id", "")).lower() == subnet.id.lower() for rule in rows)
