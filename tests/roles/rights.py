"""Who may do what, by the local Azure's own authorizer, with the grants of a stack and roles that an owner makes."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from catalogue.roles import role
from local_azure.groups import Groups
from local_azure.identity import SUBSCRIPTION_SCOPE, TENANT_ID
from local_azure.resources import Resource, Resources
from local_azure.role_authorizer import RoleAuthorizer
from local_azure.role_conditions.attributes import Attributes
from local_azure.role_definitions import RoleDefinition, RoleDefinitions
from local_azure.role_permissions import Permission
from local_azure.store import Store
from local_azure.tokens import Caller, TokenAuthority
from tests.local_azure.running import HeldClock
from tests.roles.declared import ENDPOINT_CALLER_ROLE, Granted, Stack, principal_of

CUSTOM_ROLES = Path(__file__).parents[2] / "infra" / "custom_roles"
TYPE = "Microsoft.Authorization/roleAssignments"
DEFINITIONS = f"{SUBSCRIPTION_SCOPE}/providers/Microsoft.Authorization/roleDefinitions"
GUIDS = {
    "endpoint-caller": ENDPOINT_CALLER_ROLE,
    "deployer-in-group": "5ca1ab1e-0000-4000-8000-0000000000d1",
    "deployer-in-subscription": "5ca1ab1e-0000-4000-8000-0000000000d2",
}


@dataclass(frozen=True)
class Ask:
    """One question to the authorizer: an action at a scope, and what is known of the request."""

    action: str
    scope: str
    data: bool = False
    attributes: Attributes | None = None


class Rights:
    """The role assignments of one subscription, to be given and taken away.

    Args:
        directory: Where they are kept.
    """

    def __init__(self, directory: Path) -> None:
        self._clock = HeldClock()
        store = self._store = Store(directory / "state.sqlite")
        self._resources = Resources(store)
        definitions = RoleDefinitions(store)
        for name, guid in GUIDS.items():
            definitions.put(_custom(name, guid))
        groups = Groups(store, TokenAuthority(directory, store, self._clock))
        self._authorizer = RoleAuthorizer(self._resources, definitions, groups, self._clock, timedelta())

    def close(self) -> None:
        """Closes what they are kept in."""
        self._store.close()

    def give(self, granted: Granted) -> None:
        """Assigns a role."""
        properties = {
            "roleDefinitionId": f"{DEFINITIONS}/{granted.role}",
            "principalId": granted.principal_id,
            "scope": granted.scope,
            "condition": granted.condition or None,
        }
        now = self._clock.now()
        self._resources.put(Resource(_id(granted), TYPE, granted.name, "", {"properties": properties}, now, now))

    def take(self, granted: Granted) -> None:
        """Takes a role away."""
        self._resources.delete(_id(granted))

    def allow(self, principal_id: str, asks: Iterable[Ask]) -> bool:
        """Says whether a principal may do all of it."""
        caller = Caller(TENANT_ID, principal_id, principal_id, "https://management.azure.com")
        return all(
            self._authorizer.allows(caller, ask.action, ask.scope, data=ask.data, attributes=ask.attributes)
            for ask in asks
        )

    def needed(self, principal_id: str, asks: Iterable[Ask], grants: Iterable[Granted]) -> set[str]:
        """Gives the grants without any one of which the principal may not do all of it."""
        asks, needed = list(asks), set()
        for granted in grants:
            if granted.principal_id != principal_id:
                continue
            self.take(granted)
            if not self.allow(principal_id, asks):
                needed.add(granted.name)
            self.give(granted)
        return needed


def owner_grants(stack: Stack) -> tuple[Granted, ...]:
    """Gives what docs/identity.md has an owner give the deployer, besides what the stack declares."""
    deployer = principal_of("deployer-identity")
    return (
        Granted("owner-in-group", deployer, GUIDS["deployer-in-group"], stack.ids["group"], ""),
        Granted("owner-in-subscription", deployer, GUIDS["deployer-in-subscription"], SUBSCRIPTION_SCOPE, ""),
    )


def built_in(name: str) -> str:
    """Gives the GUID of a built-in role."""
    return str(role(name).guid)


def custom_role(name: str) -> dict[str, Any]:
    """Reads a custom role as an owner sends it."""
    properties: dict[str, Any] = json.loads((CUSTOM_ROLES / f"{name}.json").read_text())["properties"]
    return properties


def _custom(name: str, guid: str) -> RoleDefinition:
    properties = custom_role(name)
    permissions = [
        Permission(tuple(each["actions"]), data_actions=tuple(each["dataActions"]))
        for each in properties["permissions"]
    ]
    return RoleDefinition(guid, properties["roleName"], tuple(permissions), (SUBSCRIPTION_SCOPE,), is_custom=True)


def _id(granted: Granted) -> str:
    return f"{granted.scope}/providers/{TYPE}/{granted.name}-{granted.principal_id}"
