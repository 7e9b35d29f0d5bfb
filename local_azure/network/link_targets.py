"""What private endpoints can be made to: the group ids of a target, and the names that an endpoint answers for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.private_links import PrivateLink, private_links
from local_azure.resources import Resource

# The private part of a name begins with this; behind it stands the public suffix, but for vaults.
_PREFIX = "privatelink."


@dataclass(frozen=True)
class LinkedName:
    """A name under which a target is reached through an endpoint.

    Attributes:
        member: Azure's name for the address, such as ``blob``; each member has an address of its own.
        host: The public host name.
        zone: The private DNS zone in which it is found.
    """

    member: str
    host: str
    zone: str


# Member and host of each group. Azure Private Link documentation "private-endpoint-dns", 2026-10; members of account,
# registry and amlworkspace as Azure names them in ``requiredMembers`` of privateLinkResources (from memory).
_NAMES: dict[str, tuple[tuple[str, str], ...]] = {
    "blob": (("blob", "{name}.blob.core.windows.net"),),
    "file": (("file", "{name}.file.core.windows.net"),),
    "queue": (("queue", "{name}.queue.core.windows.net"),),
    "table": (("table", "{name}.table.core.windows.net"),),
    "vault": (("default", "{name}.vault.azure.net"),),
    "registry": (
        ("registry", "{name}.azurecr.io"),
        ("registry_data_{location}", "{name}.{location}.data.azurecr.io"),
    ),
    "account": (
        ("default", "{subdomain}.cognitiveservices.azure.com"),
        ("secondary", "{subdomain}.openai.azure.com"),
        ("third", "{subdomain}.services.ai.azure.com"),
    ),
    "amlworkspace": (
        ("default", "{guid}.workspace.{location}.api.azureml.ms"),
        ("default", "{guid}.workspace.{location}.cert.api.azureml.ms"),
        ("notebook", "ml-{name}-{location}-{guid}.{location}.notebooks.azure.net"),
        ("inference", "*.{guid}.inference.{location}.api.azureml.ms"),
    ),
}


def links_of(resource_type: str) -> Sequence[PrivateLink]:
    """Returns what endpoints can be made to of a type; nothing for a type without private endpoints."""
    return [link for link in private_links().values() if link.type.lower() == resource_type.lower()]


def names_of(target: Resource, group_id: str) -> list[LinkedName]:
    """Returns the names that an endpoint to a group of a target answers for; at least one."""
    link = private_links()[group_id]
    values = {
        "name": target.name.lower(),
        "location": target.location,
        "subdomain": str(target.properties.get("customSubDomainName", "")).lower(),
        "guid": str(target.properties.get("workspaceId", "")),
    }
    found = []
    for member, pattern in _NAMES[group_id]:
        host = pattern.format(**values)
        fitting = [zone for zone in link.zones if host.endswith(zone.removeprefix(_PREFIX))]
        found.append(LinkedName(member.format(**values), host, (fitting or link.zones)[0]))
    return found


def record_name(name: LinkedName) -> str:
    """Returns the name of the record in the zone: the host without the suffix that the zone stands for."""
    suffix = name.zone.removeprefix(_PREFIX)
    return name.host.removesuffix(f".{suffix}") if name.host.endswith(suffix) else name.host.partition(".")[0]
