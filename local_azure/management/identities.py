"""Managed identities on resources: a principal of its own where asked for, and user-assigned ones that must exist."""

from local_azure.behaviour import Write
from local_azure.errors import AzureError
from local_azure.identity import TENANT_ID, principal_ids
from local_azure.json_types import Json
from local_azure.platform import Platform
from local_azure.resources import Resource
from local_azure.tokens import Principal

USER_ASSIGNED = "Microsoft.ManagedIdentity/userAssignedIdentities"


def with_identity(platform: Platform, write: Write, prepared: Json) -> Json:
    """Returns a body whose ``identity`` has the ids that Azure fills in.

    Raises:
        AzureError: 403 when the caller may not assign a user-assigned identity, 400 when it isn't there.
    """
    sent = prepared.get("identity")
    if not isinstance(sent, dict) or write.type == USER_ASSIGNED:
        return prepared
    identity: Json = {"type": sent.get("type", "None")}
    if "systemassigned" in str(identity["type"]).lower():
        identity |= _system_assigned(platform, write)
    if sent.get("userAssignedIdentities"):
        identity["userAssignedIdentities"] = {
            each: _user_assigned(platform, write, each) for each in sent["userAssignedIdentities"]
        }
    return {**prepared, "identity": identity}


def forget_identity(platform: Platform, resource: Resource) -> None:
    """Forgets the principal of a resource that is gone; role assignments to it stay, as on Azure."""
    principal = (resource.body.get("identity") or {}).get("principalId")
    if principal:
        platform.tokens.unregister(principal)


def _system_assigned(platform: Platform, write: Write) -> Json:
    before: Json = (write.existing.body.get("identity") if write.existing else None) or {}
    object_id = before.get("principalId")
    if object_id is None or platform.tokens.principal(object_id) is None:
        object_id, app_id = principal_ids(write.id, platform.clock.now())
        platform.tokens.register(Principal(object_id, app_id, write.name, resource_id=write.id))
    return {"principalId": object_id, "tenantId": TENANT_ID}


def _user_assigned(platform: Platform, write: Write, identity_id: str) -> Json:
    action = f"{USER_ASSIGNED}/assign/action"
    if not platform.authorizer.allows(write.caller, action, identity_id):
        raise AzureError(
            403,
            "LinkedAuthorizationFailed",
            f"The client '{write.caller.app_id}' with object id '{write.caller.object_id}' has permission to perform "
            f"action '{write.type}/write' on scope '{write.id}'; however, it does not have permission to perform "
            f"action '{action}' on the linked scope(s) '{identity_id}' or the linked scope(s) are invalid.",
        )
    found = platform.resources.get(identity_id)
    if found is None:
        raise AzureError(
            400, "FailedIdentityOperation", f"The user-assigned identity '{identity_id}' could not be found."
        )
    return {"principalId": found.properties["principalId"], "clientId": found.properties["clientId"]}
