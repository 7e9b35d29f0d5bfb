"""No blob can be read without signing in."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import Policy
from policies.resources import Resource, differs, not_false


def check(resource: Resource, _context: Context) -> Iterator[str]:
    """Looks at the account, which can forbid it, and at each container, which can ask for it."""
    if resource.type.endswith(":BlobContainer"):
        yield differs(resource, "publicAccess", "None", unset="allowed")
    else:
        yield not_false(resource, "allowBlobPublicAccess")


POLICY = Policy(
    name="storage-public-blobs",
    summary="Blobs can't be made readable to everyone.",
    reason="One container made public by mistake would publish training data to the world.",
    fix="set allow_blob_public_access to false, and leave public_access of containers alone",
    severity="critical",
    types=("storage:StorageAccount", "storage:BlobContainer"),
    check=check,
    built_in=("4fa4b6c0-31ca-4c0d-b10d-24b96f62a751",),
    controls=("NS-2",),
)
