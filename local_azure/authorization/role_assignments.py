"""What a role assignment must hold up to, and what it can't change."""

import uuid
from datetime import UTC, datetime

from local_azure.behaviour import Behaviour, Write
from local_azure.clock import timestamp
from local_azure.errors import AzureError, conflict
from local_azure.identity import DEPLOYER_OBJECT_ID, SUBSCRIPTION_SCOPE, TENANT_ID
from local_azure.json_types import Json
from local_azure.platform import Platform
from local_azure.resources import Resource
from local_azure.role_conditions.attributes import Attributes, assignment_attributes
from local_azure.role_conditions.errors import invalid_condition
from local_azure.role_conditions.parser import parse
from local_azure.role_definitions import RoleDefinition, role_id

TYPE = "Microsoft.Authorization/roleAssignments"
DEFINITIONS = "/providers/Microsoft.Authorization/roleDefinitions"
OWNER = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635"
API_VERSION = "2022-04-01"
# The subscription is older than any local Azure, so that its owner's role has long begun to act.
OPENED = datetime(2024, 1, 1, tzinfo=UTC)


def role_assignment_behaviour(platform: Platform) -> Behaviour:
    """Returns what role assignments do beyond being stored."""

    async def validate(write: Write) -> None:
        _check_body(platform, write)
        properties = write.body["properties"]
        if write.existing is not None:
            _check_unchanged(write, write.existing)
            return
        _check_principal(platform, properties)
        for other in platform.resources.list(f"{_scope(write.id)}/providers/{TYPE}"):
            if _triple(other.properties) == _triple({**properties, "scope": _scope(write.id)}):
                raise conflict("The role assignment already exists.", code="RoleAssignmentExists")

    async def prepare(write: Write) -> Json:
        return {"properties": _properties(platform, write)}

    def attributes(body: Json, stored: Resource | None) -> Attributes:
        asked = _attributes(platform, "Request", body.get("properties"))
        return asked if stored is None else {**asked, **_attributes(platform, "Resource", stored.properties)}

    return Behaviour(
        validate=validate,
        prepare=prepare,
        attributes=attributes,
        name_refused=_no_guid,
        shows_state=False,
        answers_deleted=True,
    )


def make_deployer_owner(platform: Platform) -> None:
    """Makes the deployer Owner of the subscription, as whoever opens one is."""
    name = str(uuid.uuid5(uuid.UUID(TENANT_ID), "owner"))
    assignment_id = f"{SUBSCRIPTION_SCOPE}/providers/{TYPE}/{name}"
    if platform.resources.get(assignment_id) is not None:
        return
    properties: Json = {
        "roleDefinitionId": f"{SUBSCRIPTION_SCOPE}{DEFINITIONS}/{OWNER}",
        "principalId": DEPLOYER_OBJECT_ID,
        "principalType": "ServicePrincipal",
        "scope": SUBSCRIPTION_SCOPE,
        "createdOn": timestamp(OPENED),
        "updatedOn": timestamp(OPENED),
    }
    platform.resources.put(Resource(assignment_id, TYPE, name, API_VERSION, {"properties": properties}, OPENED, OPENED))


def no_such_role(guid: str) -> AzureError:
    """Returns the refusal of a role that isn't there."""
    return AzureError(
        404, "RoleDefinitionDoesNotExist", f"The specified role definition with ID '{guid}' does not exist."
    )


def _properties(platform: Platform, write: Write) -> Json:
    sent, scope = write.body["properties"], _scope(write.id)
    before = write.existing.properties if write.existing else {}
    moment = timestamp(platform.clock.now())
    return {
        "roleDefinitionId": f"{_subscription(scope)}{DEFINITIONS}/{role_id(sent['roleDefinitionId'])}",
        "principalId": sent["principalId"],
        "principalType": sent.get("principalType")
        or before.get("principalType")
        or _kind(platform, sent["principalId"])
        or "Unknown",
        "scope": scope or "/",
        "condition": sent.get("condition") or None,
        "conditionVersion": sent.get("conditionVersion") if sent.get("condition") else None,
        "description": sent.get("description"),
        "delegatedManagedIdentityResourceId": sent.get("delegatedManagedIdentityResourceId"),
        "createdOn": before.get("createdOn", moment),
        "updatedOn": before.get("updatedOn", moment),
        "createdBy": before.get("createdBy", write.caller.object_id),
        "updatedBy": before.get("updatedBy", write.caller.object_id),
    }


def _attributes(platform: Platform, source: str, properties: object) -> Attributes:
    known = properties if isinstance(properties, dict) else {}
    principal = str(known.get("principalId") or "")
    kind = str(known.get("principalType") or _kind(platform, principal))
    return assignment_attributes(source, role_id(str(known.get("roleDefinitionId") or "")), principal, kind)


def _kind(platform: Platform, object_id: str) -> str:
    principal = platform.tokens.principal(object_id)
    return principal.kind if principal else ""


def _no_guid(name: str) -> AzureError:
    message = f"The role assignment ID '{name}' is not valid. It must be a GUID."
    return AzureError(400, "InvalidRoleAssignmentId", message)


def _check_body(platform: Platform, write: Write) -> None:
    properties = write.body.get("properties") or {}
    for member in ("roleDefinitionId", "principalId"):
        if not properties.get(member):
            raise AzureError(400, "InvalidCreateRoleAssignmentRequest", f"The property '{member}' is missing.")
    guid = role_id(properties["roleDefinitionId"])
    role = platform.roles.get(guid)
    if role is None:
        raise no_such_role(guid)
    _check_assignable(role, _scope(write.id))
    _check_condition(properties)


def _check_assignable(role: RoleDefinition, scope: str) -> None:
    if not role.is_assignable_at(scope):
        raise AzureError(
            400,
            "RoleAssignmentScopeNotAssignableToRoleDefinition",
            f"The scope '{scope}' is not assignable to the role definition '{role.guid}'. It is assignable at: "
            f"{', '.join(role.assignable_scopes)}.",
        )


def _check_condition(properties: Json) -> None:
    if not properties.get("condition"):
        return
    if properties.get("conditionVersion") != "2.0":
        raise invalid_condition("Set conditionVersion to '2.0'.")
    parse(properties["condition"])


def _check_unchanged(write: Write, existing: Resource) -> None:
    if _triple({**write.body["properties"], "scope": _scope(write.id)}) != _triple(existing.properties):
        raise AzureError(
            400,
            "RoleAssignmentUpdateNotPermitted",
            "Tenant ID, application ID, principal ID, and scope are not allowed to be updated.",
        )


def _check_principal(platform: Platform, properties: Json) -> None:
    principal = properties["principalId"]
    if platform.tokens.principal(principal) is not None or properties.get("principalType"):
        return
    raise AzureError(
        400,
        "PrincipalNotFound",
        f"Principal {principal.replace('-', '')} does not exist in the directory {TENANT_ID}. Check that you have the "
        "correct principal ID. If you are creating this principal and then immediately assigning a role, this error "
        "might be related to a replication delay. In this case, set the role assignment principalType property to a "
        "value, such as ServicePrincipal, User, or Group. See https://aka.ms/docs-principaltype",
    )


def _triple(properties: Json) -> tuple[str, str, str]:
    scope = properties["scope"].lower().rstrip("/")
    return role_id(properties["roleDefinitionId"]), properties["principalId"].lower(), scope


def _scope(assignment_id: str) -> str:
    return assignment_id[: assignment_id.lower().rindex(f"/providers/{TYPE}".lower())]


def _subscription(scope: str) -> str:
    return SUBSCRIPTION_SCOPE if scope else ""
