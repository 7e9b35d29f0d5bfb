"""Storage accounts have no users of their own."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import Policy
from policies.resources import Resource, not_false


def check(account: Resource, _context: Context) -> Iterator[str]:
    """Local users sign in to SFTP by password or key; absent means that there can be some."""
    yield not_false(account, "isLocalUserEnabled")
    yield not_false(account, "isSftpEnabled", unset="allowed")


POLICY = Policy(
    name="storage-local-users",
    summary="Storage accounts have no local users and no SFTP.",
    reason="A local user is outside of Entra: no role, no condition, no sign-in log.",
    fix="set is_local_user_enabled to false",
    severity="medium",
    types=("storage:StorageAccount",),
    check=check,
    controls=("IM-1",),
)
