"""The typed door to roles.yaml: built-in roles by display name, with their GUIDs and what they allow."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from catalogue.files import read_yaml


class UnknownRoleError(LookupError):
    """A role that the catalogue has no row for."""

    def __init__(self, name: str) -> None:
        super().__init__(f"the role {name} is not in catalogue/roles.yaml; add it there with its GUID")
        self.name = name


@dataclass(frozen=True)
class Role:
    """A built-in role.

    Attributes:
        name: Its display name.
        guid: Its GUID, the same in every tenant.
        actions: Control-plane actions it allows, with wildcards.
        not_actions: Those that it takes out again.
        data_actions: Data actions it allows.
        not_data_actions: Those that it takes out again.
        condition: What must hold as well, in Azure's condition language 2.0; empty for most roles.
    """

    name: str
    guid: UUID
    actions: tuple[str, ...] = ()
    not_actions: tuple[str, ...] = ()
    data_actions: tuple[str, ...] = ()
    not_data_actions: tuple[str, ...] = ()
    condition: str = ""

    def definition_id(self, subscription_id: str) -> str:
        """Gives the role definition's ARM id as role assignments in that subscription carry it."""
        return f"/subscriptions/{subscription_id}/providers/Microsoft.Authorization/roleDefinitions/{self.guid}"


def role(name: str) -> Role:
    """Finds a built-in role by its display name.

    Raises:
        UnknownRoleError: the catalogue has no such row.
    """
    found = roles().get(name)
    if found is None:
        raise UnknownRoleError(name)
    return found


@cache
def roles() -> Mapping[str, Role]:
    """Gives all roles by display name."""
    document = _Document.model_validate(read_yaml("roles.yaml"))
    return MappingProxyType({row.name: Role(guid=guid, **dict(row)) for guid, row in document.roles.items()})


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    actions: tuple[str, ...] = ()
    not_actions: tuple[str, ...] = ()
    data_actions: tuple[str, ...] = ()
    not_data_actions: tuple[str, ...] = ()
    condition: str = ""


class _Document(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: dt.date
    source: str
    roles: dict[UUID, _Row]
