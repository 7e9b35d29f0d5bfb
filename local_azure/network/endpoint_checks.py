"""What a private endpoint must hold up to: its subnet, its target, the side of it, and the right to approve it."""

from dataclasses import dataclass

from local_azure.behaviour import Write
from local_azure.errors import AzureError, bad_request, resource_not_found
from local_azure.json_types import Json
from local_azure.network.link_targets import links_of
from local_azure.network.linked_access import require_linked_access, require_reference
from local_azure.network.subnet_use import SUBNET, network_id_of
from local_azure.platform import Platform
from local_azure.resources import Resource

_MEMBERS = ("privateLinkServiceConnections", "manualPrivateLinkServiceConnections")


@dataclass(frozen=True)
class Wanted:
    """What a private endpoint is to be: where, to what, and to which side of it."""

    subnet: Resource
    target: Resource
    group_id: str


def connection_lists(properties: Json) -> list[tuple[str, Json]]:
    """Returns the connections of an endpoint, each with the member that it stands in."""
    return [(member, each) for member in _MEMBERS for each in properties.get(member) or []]


def check_endpoint(platform: Platform, write: Write) -> Wanted:
    """Returns what a private endpoint is to be, when that can be.

    Raises:
        AzureError: Azure's refusal.
    """
    properties = write.body.get("properties") or {}
    subnet = require_reference(platform, write, str((properties.get("subnet") or {}).get("id", "")), SUBNET)
    require_linked_access(platform, write, f"{SUBNET}/join/action", subnet.id)
    network = platform.resources.get(network_id_of(subnet.id))
    if network is not None and network.location != write.body.get("location"):
        raise bad_request(
            f"Resource {subnet.id} referenced by resource {write.id} was not found in region "
            f"'{write.body.get('location')}'. Please make sure that both resources are in the same region.",
            code="InvalidResourceReference",
        )
    connections = connection_lists(properties)
    if len(connections) != 1:
        raise bad_request(
            f"Private endpoint {write.id} must have exactly one private link service connection; it has "
            f"{len(connections)}.",
            code="InvalidRequestFormat",
        )
    member, connection = connections[0]
    target, group_id = _target(platform, write, member, connection)
    return Wanted(subnet, target, group_id)


def _target(platform: Platform, write: Write, member: str, connection: Json) -> tuple[Resource, str]:
    asked = connection.get("properties") or {}
    where = f"Private link service connection {write.id}/{member}/{connection.get('name')}"
    missing = [each for each in ("privateLinkServiceId", "groupIds") if not asked.get(each)]
    if not connection.get("name") or missing:
        raise bad_request(
            f"{where} is missing required parameter '{(missing or ['name'])[0]}'.",
            code="MissingParameterOnPrivateLinkServiceConnection",
        )
    target_id, groups = str(asked["privateLinkServiceId"]), asked["groupIds"]
    target = platform.resources.get(target_id)
    if target is None:
        segments = target_id.split("/")
        raise resource_not_found("/".join(segments[6:8]), segments[-1], segments[4] if len(segments) > 4 else "")
    if len(groups) > 1:
        raise bad_request(
            f"{where} has the following group Ids: {', '.join(groups)}. Only one group Id is permitted when connecting "
            f"to a first-party resource ({target_id}).",
            code="OnlyOneGroupIdPermitted",
        )
    known = [link.group_id for link in links_of(target.type)]
    if groups[0] not in known:
        raise _refused_by(target, f"Invalid groupId '{groups[0]}'; it has: {', '.join(known) or 'none'}")
    _check_target(target)
    if member == _MEMBERS[0]:
        action = f"{target.type}/privateEndpointConnectionsApproval/action"
        require_linked_access(platform, write, action, target.id)
    return target, groups[0]


def _check_target(target: Resource) -> None:
    kind = target.type.lower()
    sku = str((target.body.get("sku") or {}).get("name", ""))
    if kind == "microsoft.containerregistry/registries" and sku.lower() != "premium":
        raise _refused_by(target, f"Private endpoints need a registry of sku Premium, '{target.name}' is {sku}")
    if kind == "microsoft.cognitiveservices/accounts" and not target.properties.get("customSubDomainName"):
        raise _refused_by(target, f"Account '{target.name}' needs a custom subdomain name to enable this feature")
    if kind == "microsoft.machinelearningservices/workspaces" and target.body.get("kind") == "Project":
        raise _refused_by(target, f"'{target.name}' is a project: make the endpoint to its hub")


def _refused_by(target: Resource, why: str) -> AzureError:
    # The form of the text is that of terraform-provider-azurerm issue 11778; the code is from memory.
    return bad_request(f"Call to {target.type} failed. Error message: {why}.")
