"""The role definitions of a local Azure: the built-in roles of the catalogue, and the custom ones of its tenant."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from types import MappingProxyType

from pydantic import TypeAdapter

from catalogue.roles import roles
from local_azure.json_types import Json
from local_azure.role_permissions import Permission
from local_azure.store import Store

TABLE = "role-definitions"


@dataclass(frozen=True)
class RoleDefinition:
    """A role.

    Attributes:
        guid: Its GUID in lower case.
        name: Its display name.
        permissions: What it allows.
        assignable_scopes: Where it can be assigned; ``/`` for everywhere.
        description: What its maker says of it.
        is_custom: Whether the tenant made it.
        created_on: When a custom role was made, as Azure writes it.
        created_by: The object id of who made it.
        updated_on: When it was written last.
        updated_by: The object id of who did.
    """

    guid: str
    name: str
    permissions: tuple[Permission, ...]
    assignable_scopes: tuple[str, ...] = ("/",)
    description: str = ""
    is_custom: bool = False
    created_on: str = ""
    created_by: str = ""
    updated_on: str = ""
    updated_by: str = ""

    def is_assignable_at(self, scope: str) -> bool:
        """Returns whether an assignment at a scope may name it."""
        inside = f"{scope.lower().rstrip('/')}/"
        return any(inside.startswith(f"{each.lower().rstrip('/')}/") for each in self.assignable_scopes)


_ROLE = TypeAdapter(RoleDefinition)


class RoleDefinitions:
    """All roles, found by GUID.

    Args:
        store: Where the custom ones are kept.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, guid: str) -> RoleDefinition | None:
        """Returns the role of a GUID in any case, or None."""
        built_in = built_in_roles().get(guid.lower())
        document = None if built_in else self._store.get(TABLE, guid.lower())
        return built_in if document is None else _custom(document)

    def all(self) -> list[RoleDefinition]:
        """Returns all roles, the built-in ones first."""
        return [*built_in_roles().values(), *map(_custom, self._store.list(TABLE))]

    def put(self, role: RoleDefinition) -> None:
        """Keeps a custom role, in place of the one of that GUID."""
        self._store.put(TABLE, role.guid, asdict(role))

    def delete(self, guid: str) -> None:
        """Forgets a custom role."""
        self._store.delete(TABLE, guid.lower())


@cache
def built_in_roles() -> Mapping[str, RoleDefinition]:
    """Returns the built-in roles by GUID."""
    return MappingProxyType(
        {
            str(role.guid): RoleDefinition(
                str(role.guid),
                role.name,
                (Permission(role.actions, role.not_actions, role.data_actions, role.not_data_actions, role.condition),),
            )
            for role in roles().values()
        }
    )


def role_id(reference: str) -> str:
    """Returns the GUID at the end of a role definition's id."""
    return reference.rstrip("/").rsplit("/", 1)[-1].lower()


def _custom(document: Json) -> RoleDefinition:
    return _ROLE.validate_python(document)
