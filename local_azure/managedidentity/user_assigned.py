"""What a user-assigned identity does beyond being stored: it has a principal that tokens speak for."""

from local_azure.behaviour import Behaviour, Write
from local_azure.identity import TENANT_ID, principal_ids
from local_azure.json_types import Json
from local_azure.platform import Platform
from local_azure.resources import Resource
from local_azure.tokens import Principal


def user_assigned_behaviour(platform: Platform) -> Behaviour:
    """Returns the behaviour of ``Microsoft.ManagedIdentity/userAssignedIdentities``."""

    async def prepare(write: Write) -> Json:
        before = write.existing.properties if write.existing else _ids(platform, write.id)
        members = ("tenantId", "principalId", "clientId")
        return {**write.body, "properties": {member: before[member] for member in members}}

    async def provision(resource: Resource) -> None:
        ids = resource.properties
        principal = Principal(ids["principalId"], ids["clientId"], resource.name, resource_id=resource.id)
        platform.tokens.register(principal)

    async def delete(resource: Resource) -> None:
        platform.tokens.unregister(resource.properties["principalId"])

    return Behaviour(prepare=prepare, provision=provision, delete=delete, shows_state=False)


def _ids(platform: Platform, resource_id: str) -> Json:
    # From id and time of creation: an identity made again under its old name is another principal, as on Azure.
    object_id, app_id = principal_ids(resource_id, platform.clock.now())
    return {"tenantId": TENANT_ID, "principalId": object_id, "clientId": app_id}
