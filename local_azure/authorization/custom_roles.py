"""Custom roles: what one must hold up to, and when it can't be deleted."""

import uuid

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from local_azure.clock import timestamp
from local_azure.errors import AzureError, conflict
from local_azure.json_types import Json
from local_azure.platform import Platform
from local_azure.role_definitions import RoleDefinition, role_id
from local_azure.role_permissions import Permission
from local_azure.tokens import Caller

ASSIGNMENT = "Microsoft.Authorization/roleAssignments"


def custom_role(platform: Platform, name: str, body: Json, caller: Caller) -> RoleDefinition:
    """Returns the role that a PUT asks for.

    Raises:
        AzureError: 400 for a body that is no custom role, 403 where the caller may not make it assignable, 409 when
            another role has its display name.
    """
    guid = _guid(name)
    before = platform.roles.get(guid)
    if before is not None and not before.is_custom:
        raise _invalid(f"The role '{before.name}' is built in and can't be changed.")
    sent = _sent(body)
    for scope in sent.assignable_scopes:
        platform.authorizer.require(caller, "Microsoft.Authorization/roleDefinitions/write", scope)
    if any(role.name.lower() == sent.role_name.lower() and role.guid != guid for role in platform.roles.all()):
        raise conflict(
            f"A custom role with the same name already exists in this directory: '{sent.role_name}'. "
            "Use a different name.",
            code="RoleDefinitionWithSameNameExists",
        )
    moment = timestamp(platform.clock.now())
    return RoleDefinition(
        guid=guid,
        name=sent.role_name,
        permissions=tuple(each.permission() for each in sent.permissions),
        assignable_scopes=tuple(sent.assignable_scopes),
        description=sent.description,
        is_custom=True,
        created_on=before.created_on if before else moment,
        created_by=before.created_by if before else caller.object_id,
        updated_on=moment,
        updated_by=caller.object_id,
    )


def delete_custom_role(platform: Platform, name: str) -> RoleDefinition | None:
    """Deletes a custom role and returns it, or None where there is none.

    Raises:
        AzureError: 400 RoleDefinitionHasAssignments while it is assigned, 400 when it is built in.
    """
    role = platform.roles.get(name)
    if role is None:
        return None
    if not role.is_custom:
        raise _invalid(f"The role '{role.name}' is built in and can't be deleted.")
    assigned = platform.resources.of_type(ASSIGNMENT)
    if any(role_id(each.properties["roleDefinitionId"]) == role.guid for each in assigned):
        raise AzureError(
            400,
            "RoleDefinitionHasAssignments",
            f"There are existing role assignments referencing role (code: RoleDefinitionHasAssignments): {role.guid}",
        )
    platform.roles.delete(role.guid)
    return role


class _Permission(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    actions: list[str] = []
    not_actions: list[str] = Field(default=[], alias="notActions")
    data_actions: list[str] = Field(default=[], alias="dataActions")
    not_data_actions: list[str] = Field(default=[], alias="notDataActions")

    def permission(self) -> Permission:
        return Permission(
            tuple(self.actions), tuple(self.not_actions), tuple(self.data_actions), tuple(self.not_data_actions)
        )


class _Sent(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)

    role_name: str = Field(alias="roleName", min_length=1, max_length=128)
    description: str = ""
    permissions: list[_Permission] = Field(min_length=1)
    assignable_scopes: list[str] = Field(alias="assignableScopes", min_length=1)


def _sent(body: Json) -> _Sent:
    try:
        sent = _Sent.model_validate(body.get("properties") or {})
    except ValidationError as error:
        [first, *_] = error.errors()
        raise _invalid(f"{'.'.join(map(str, first['loc']))}: {first['msg']}.") from error
    if any(not scope.strip("/") for scope in sent.assignable_scopes):
        raise _invalid("A custom role can't be assignable at the root scope '/': name a subscription or what is in it.")
    if not any(each.actions or each.data_actions for each in sent.permissions):
        raise _invalid("It allows no action.")
    return sent


def _guid(name: str) -> str:
    try:
        return str(uuid.UUID(name))
    except ValueError as error:
        raise AzureError(
            400, "InvalidRoleDefinitionId", f"The role definition ID '{name}' is not valid. It must be a GUID."
        ) from error


def _invalid(reason: str) -> AzureError:
    return AzureError(400, "InvalidRoleDefinition", f"The role definition is not valid. {reason}")
