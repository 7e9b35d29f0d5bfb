"""Deleting a resource group: everything in it, again and again while something goes, or nothing and why."""

import json
import uuid
from dataclasses import replace

from local_azure.errors import AzureError
from local_azure.management.context import Management
from local_azure.management.removal import remove
from local_azure.resources import Resource


async def delete_group(management: Management, group: Resource) -> None:
    """Deletes a group with all its resources.

    Resources that refuse are tried again as long as others go, since a project holds its hub only until it is gone.

    Raises:
        AzureError: 409 ResourceGroupDeletionBlocked, with each resource that refuses; the group stays.
    """
    while waiting := _outermost(management, group):
        refused: list[tuple[Resource, AzureError]] = []
        for resource in waiting:
            try:
                await _delete_one(management, resource)
            except AzureError as error:
                refused.append((resource, error))
        if len(refused) == len(waiting):
            raise _blocked(group, refused)
    management.platform.resources.delete(group.id)


async def _delete_one(management: Management, resource: Resource) -> None:
    kind = management.kinds.of(resource.type, resource.api_version)
    if kind.behaviour.refuse_delete is not None:
        await kind.behaviour.refuse_delete(resource)
    await remove(management, replace(resource, state="Succeeded"), {})


def _outermost(management: Management, group: Resource) -> list[Resource]:
    below = management.platform.resources.list(group.id)
    ids = {resource.id.lower() for resource in below}
    return [resource for resource in below if not any(_is_below(resource, other) for other in ids)]


def _is_below(resource: Resource, other_id: str) -> bool:
    return resource.id.lower().startswith(other_id + "/")


def _blocked(group: Resource, refused: list[tuple[Resource, AzureError]]) -> AzureError:
    names = ", ".join(f"{resource.type}/{resource.name}" for resource, _ in refused)
    return AzureError(
        409,
        "ResourceGroupDeletionBlocked",
        f"Deletion of resource group '{group.name}' failed as resources with identifiers '{names}' could not be "
        "deleted. The provisioning state of the resource group will be rolled back. "
        f"The tracking Id is '{uuid.uuid4()}'. Please check audit logs for more details.",
        details=[{"target": resource.id, "message": json.dumps(error.body())} for resource, error in refused],
    )
