"""Taking a resource away with all that lies below it; what its type soft-deletes is kept under its name."""

from collections.abc import Mapping

from local_azure.management.context import Management
from local_azure.management.identities import forget_identity
from local_azure.resources import Resource


async def remove(management: Management, resource: Resource, query: Mapping[str, str]) -> None:
    """Removes a resource, its children and what is put on it, the deepest first.

    Args:
        management: The ARM core.
        resource: What to remove.
        query: The query of the DELETE, such as ``forceToPurge``.

    Raises:
        AzureError: A service couldn't release what the resource holds; it and what is above it stay.
    """
    below = management.platform.resources.list(resource.id)
    for each in sorted(below, key=lambda found: found.id.count("/"), reverse=True):
        await _remove_one(management, each, {})
    await _remove_one(management, resource, query)


async def _remove_one(management: Management, resource: Resource, query: Mapping[str, str]) -> None:
    kind = management.kinds.of(resource.type, resource.api_version)
    if kind.behaviour.delete is not None:
        await kind.behaviour.delete(resource)
    forget_identity(management.platform, resource)
    rule = kind.behaviour.soft_delete
    with management.platform.store.transaction():
        management.platform.resources.delete(resource.id)
        if rule is not None and rule.keeps(resource, query):
            management.platform.deleted.add(resource, rule.days(resource))
