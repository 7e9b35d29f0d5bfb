"""The right to act on what a resource is linked to, such as to join a subnet: Azure's LinkedAuthorizationFailed."""

from local_azure.behaviour import Write
from local_azure.errors import AzureError
from local_azure.platform import Platform
from local_azure.resources import Resource


def require_linked_access(platform: Platform, write: Write, action: str, linked_id: str) -> None:
    """Returns when the caller of a write may do the action on what the write links to.

    Raises:
        AzureError: 403 LinkedAuthorizationFailed.
    """
    if platform.authorizer.allows(write.caller, action, linked_id):
        return
    raise AzureError(
        403,
        "LinkedAuthorizationFailed",
        f"The client '{write.caller.app_id}' with object id '{write.caller.object_id}' has permission to perform "
        f"action '{write.type}/write' on scope '{write.id}'; however, it does not have permission to perform "
        f"action '{action}' on the linked scope(s) '{linked_id}' or the linked scope(s) are invalid.",
    )


def require_reference(platform: Platform, write: Write, referenced_id: str, resource_type: str) -> Resource:
    """Returns the resource of a type that a write refers to.

    Raises:
        AzureError: 400 InvalidResourceReference.
    """
    found = platform.resources.get(referenced_id) if referenced_id else None
    if found is None or found.type.lower() != resource_type.lower():
        raise AzureError(
            400,
            "InvalidResourceReference",
            f"Resource {referenced_id or '(no id)'} referenced by resource {write.id} was not found. Please make sure "
            f"that the referenced resource exists, is of type {resource_type}, and that both resources are in the "
            "same region.",
        )
    return found
