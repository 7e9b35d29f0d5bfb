"""What a role assignment must hold up to, and what it can't change."""

import uuid

from local_azure.behaviour import Behaviour, Write
from local_azure.clock import timestamp
from local_azure.errors import AzureError, conflict, not_supported
from local_azure.identity import DEPLOYER_OBJECT_ID, SUBSCRIPTION_SCOPE, TENANT_ID
from local_azure.json_types import Json
from local_azure.platform import Platform
from local_azure.resources import Resource
from local_azure.role_definitions import role_definitions, role_id

TYPE = "Microsoft.Authorization/roleAssignments"
OWNER = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635"
API_VERSION = "2022-04-01"


def role_assignment_behaviour(platform: Platform) -> Behaviour:
    """Returns what role assignments do beyond being stored."""

    async def validate(write: Write) -> None:
        _check_body(write)
        properties = write.body["properties"]
        if write.existing is not None:
            _check_unchanged(write, write.existing)
            return
        _check_principal(platform, properties)
        for other in platform.resources.list(f"{_scope(write.id)}/providers/{TYPE}"):
            if _triple(other.properties) == _triple({**properties, "scope": _scope(write.id)}):
                raise conflict("The role assignment already exists.", code="RoleAssignmentExists")

    async def prepare(write: Write) -> Json:
        sent, scope = write.body["properties"], _scope(write.id)
        principal = platform.tokens.principal(sent["principalId"])
        known = principal.kind if principal else "Unknown"
        before = write.existing.properties if write.existing else {}
        moment = timestamp(platform.clock.now())
        return {
            "properties": {
                "roleDefinitionId": f"{_subscription(scope)}{DEFINITIONS}/{role_id(sent['roleDefinitionId'])}",
                "principalId": sent["principalId"],
                "principalType": sent.get("principalType") or before.get("principalType") or known,
                "scope": scope or "/",
                "condition": None,
                "conditionVersion": None,
                "description": sent.get("description"),
                "delegatedManagedIdentityResourceId": sent.get("delegatedManagedIdentityResourceId"),
                "createdOn": before.get("createdOn", moment),
                "updatedOn": before.get("updatedOn", moment),
                "createdBy": before.get("createdBy", write.caller.object_id),
                "updatedBy": before.get("updatedBy", write.caller.object_id),
            }
        }

    return Behaviour(validate=validate, prepare=prepare, shows_state=False)


DEFINITIONS = "/providers/Microsoft.Authorization/roleDefinitions"


def make_deployer_owner(platform: Platform) -> None:
    """Makes the deployer Owner of the subscription, as whoever opens one is."""
    name = str(uuid.uuid5(uuid.UUID(TENANT_ID), "owner"))
    assignment_id = f"{SUBSCRIPTION_SCOPE}/providers/{TYPE}/{name}"
    if platform.resources.get(assignment_id) is not None:
        return
    now = platform.clock.now()
    properties: Json = {
        "roleDefinitionId": f"{SUBSCRIPTION_SCOPE}{DEFINITIONS}/{OWNER}",
        "principalId": DEPLOYER_OBJECT_ID,
        "principalType": "ServicePrincipal",
        "scope": SUBSCRIPTION_SCOPE,
        "createdOn": timestamp(now),
        "updatedOn": timestamp(now),
    }
    platform.resources.put(Resource(assignment_id, TYPE, name, API_VERSION, {"properties": properties}, now, now))


def _check_body(write: Write) -> None:
    try:
        uuid.UUID(write.name)
    except ValueError as error:
        raise AzureError(
            400, "InvalidRoleAssignmentId", f"The role assignment ID '{write.name}' is not valid. It must be a GUID."
        ) from error
    properties = write.body.get("properties") or {}
    for member in ("roleDefinitionId", "principalId"):
        if not properties.get(member):
            raise AzureError(400, "InvalidCreateRoleAssignmentRequest", f"The property '{member}' is missing.")
    if role_id(properties["roleDefinitionId"]) not in role_definitions():
        raise AzureError(
            404,
            "RoleDefinitionDoesNotExist",
            f"The specified role definition with ID '{role_id(properties['roleDefinitionId'])}' does not exist.",
        )
    if properties.get("condition"):
        raise not_supported("conditions on role assignments", "Leave the condition out.")


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
    return role_id(properties["roleDefinitionId"]), properties["principalId"].lower(), properties["scope"].lower()


def _scope(assignment_id: str) -> str:
    return assignment_id[: assignment_id.lower().rindex(f"/providers/{TYPE}".lower())]


def _subscription(scope: str) -> str:
    return SUBSCRIPTION_SCOPE if scope else ""
