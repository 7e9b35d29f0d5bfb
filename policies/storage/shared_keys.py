"""Storage accounts take no shared keys."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import Policy
from policies.resources import Resource, not_false


def check(account: Resource, _context: Context) -> Iterator[str]:
    """Absent means that keys are taken."""
    yield not_false(account, "allowSharedKeyAccess")


POLICY = Policy(
    name="storage-shared-keys",
    summary="Storage accounts take Entra tokens, no shared keys.",
    reason="A key opens everything, belongs to nobody and doesn't expire.",
    fix="set allow_shared_key_access to false; datastores then need the auth mode identity "
    "(tunestack:identity_profile least)",
    severity="critical",
    types=("storage:StorageAccount",),
    check=check,
    built_in=("8c6a50c6-9ffd-4ae7-986f-5fa6111f9a54", "fd9903f1-38c2-4d36-8e44-5c1c20c561e8"),
    controls=("IM-1",),
)
