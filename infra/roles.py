"""Role assignments that are the same however often they are declared: named by scope, principal and role."""

import uuid
from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

import pulumi

from catalogue.roles import role
from infra.options import child

PrincipalType = Literal["User", "Group", "ServicePrincipal"]

_NAMESPACE: Final = uuid.UUID("6d1b6f0e-4f0a-5a58-9d0c-7b4b3a2c1e90")
"""Ours; any fixed GUID does, as long as it never changes."""


@dataclass(frozen=True)
class Principal:
    """Who is given a role.

    Attributes:
        object_id: Its object id in Entra.
        type: Always sent: without it Azure looks up an identity that may be too new, and answers PrincipalNotFound.
    """

    object_id: pulumi.Input[str]
    type: PrincipalType


@dataclass(frozen=True)
class CustomRole:
    """A role that an owner made for the tenant; its GUID is a setting."""

    name: str
    guid: UUID


@dataclass(frozen=True)
class Grant:
    """One role for one principal at one scope, and what it is needed for.

    Attributes:
        name: Logical name in the stack.
        role: Display name of a built-in role as in catalogue/roles.yaml, or a custom role.
        scope: ARM id at which it holds.
        principal: Who gets it.
        reason: What would fail without it; becomes the assignment's description.
        condition: What else must hold for each use of it, in Azure's language of conditions; nothing when None.
    """

    name: str
    role: str | CustomRole
    scope: pulumi.Input[str]
    principal: Principal
    reason: str
    condition: str | None = None

    @property
    def role_guid(self) -> str:
        """The GUID of the role.

        Raises:
            UnknownRoleError: The catalogue has no such built-in role.
        """
        return str(role(self.role).guid if isinstance(self.role, str) else self.role.guid)


def assignment_name(scope: str, principal_id: str, role_guid: str) -> str:
    """Gives the GUID of an assignment: unique in the tenant, as it has to be, because the scope is part of it."""
    return str(uuid.uuid5(_NAMESPACE, "|".join((scope, principal_id, role_guid)).lower()))


def assign(grant: Grant, *, subscription_id: str, parent: pulumi.Resource) -> pulumi.Resource:
    """Declares the role assignment of a grant.

    Args:
        grant: What is granted.
        subscription_id: The subscription that the role definition's id is written for.
        parent: The component it belongs to.
    """
    from pulumi_azure_native import authorization

    guid = grant.role_guid
    name = pulumi.Output.all(grant.scope, grant.principal.object_id).apply(
        lambda known: assignment_name(known[0], known[1], guid)
    )
    return authorization.RoleAssignment(
        grant.name,
        role_assignment_name=name,
        scope=grant.scope,
        principal_id=grant.principal.object_id,
        principal_type=grant.principal.type,
        role_definition_id=f"/subscriptions/{subscription_id}/providers/Microsoft.Authorization/roleDefinitions/{guid}",
        description=grant.reason,
        condition=grant.condition,
        condition_version="2.0" if grant.condition else None,
        opts=child(parent),
    )
