"""The typed door to private_links.yaml: what private endpoints can be made to, and the DNS zones of each."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict

from catalogue.files import read_yaml


class UnknownPrivateLinkError(LookupError):
    """A group id that the catalogue has no row for."""

    def __init__(self, group_id: str) -> None:
        super().__init__(f"the group id {group_id} is not in catalogue/private_links.yaml; add it there with its zones")
        self.group_id = group_id


@dataclass(frozen=True)
class PrivateLink:
    """What a private endpoint can be made to.

    Attributes:
        group_id: Azure's name for that side of the target, such as ``blob``.
        type: ARM type of the target.
        zones: Private DNS zones that the endpoint registers in.
        needed: Whether the suite makes such an endpoint for each target that it closes.
        why: What it is for.
    """

    group_id: str
    type: str
    zones: tuple[str, ...]
    needed: bool
    why: str


@cache
def private_links() -> Mapping[str, PrivateLink]:
    """Gives all rows by group id."""
    document = _Document.model_validate(read_yaml("private_links.yaml"))
    return MappingProxyType({group: PrivateLink(group_id=group, **dict(row)) for group, row in document.groups.items()})


def private_link(group_id: str) -> PrivateLink:
    """Finds the row of a group id.

    Raises:
        UnknownPrivateLinkError: the catalogue has no such row.
    """
    found = private_links().get(group_id)
    if found is None:
        raise UnknownPrivateLinkError(group_id)
    return found


def links_of(arm_type: str) -> tuple[PrivateLink, ...]:
    """Gives what the suite makes private endpoints to on a resource of a type, as ``Microsoft.KeyVault/vaults``."""
    return tuple(link for link in private_links().values() if link.needed and link.type == arm_type)


def zones_of(namespaces: Sequence[str]) -> tuple[str, ...]:
    """Gives the zones that the resources of some namespaces, such as ``Microsoft.Storage``, need to be found in."""
    return tuple(
        zone
        for link in private_links().values()
        if link.needed and link.type.split("/")[0] in namespaces
        for zone in link.zones
    )


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    type: str
    zones: tuple[str, ...]
    needed: bool = True
    why: str


class _Document(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: dt.date
    source: str
    groups: dict[str, _Row]
