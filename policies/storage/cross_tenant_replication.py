"""Blobs can't be replicated into another tenant."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import Policy
from policies.resources import Resource, not_false


def check(account: Resource, _context: Context) -> Iterator[str]:
    """Absent has meant true to accounts made before December 2023."""
    yield not_false(account, "allowCrossTenantReplication")


POLICY = Policy(
    name="storage-cross-tenant-replication",
    summary="Storage accounts aren't replicated into other tenants.",
    reason="A replication rule copies data out of the organisation without anybody signing in.",
    fix="set allow_cross_tenant_replication to false",
    severity="high",
    types=("storage:StorageAccount",),
    check=check,
    built_in=("92a89a79-6c52-4a7e-a03f-61306fc49312",),
    controls=("NS-2",),
)
