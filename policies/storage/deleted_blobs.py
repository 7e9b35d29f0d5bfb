"""What was deleted from a storage account can be brought back for some days."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import Finding, Policy
from policies.resources import UNKNOWN, Resource, Stack

LEAST_DAYS = 7
KINDS = ("deleteRetentionPolicy", "containerDeleteRetentionPolicy")


def check(stack: Stack, _context: Context) -> Iterator[Finding]:
    """Each account needs a blob service that keeps blobs and containers."""
    services = stack.of("azure-native:storage:BlobServiceProperties")
    for account in stack.of("azure-native:storage:StorageAccount"):
        if not any(account.urn in stack.meant_by(service, "accountName") for service in services):
            yield Finding("nothing says how long deleted blobs are kept", account)
    for service in services:
        for kind in KINDS:
            if not _keeps(service, kind):
                yield Finding(f"{kind} is off or shorter than {LEAST_DAYS} days", service)


POLICY = Policy(
    name="storage-deleted-blobs",
    summary=f"Deleted blobs and containers are kept for {LEAST_DAYS} days at least.",
    reason="A job that cleans up in the wrong folder takes the only copy of the training data.",
    fix="declare BlobServiceProperties with both retention policies (tunestack:retention_days)",
    severity="medium",
    check_stack=check,
    controls=("BR-2",),
)


def _keeps(service: Resource, kind: str) -> bool:
    enabled, days = service.get(f"{kind}.enabled"), service.get(f"{kind}.days")
    return enabled in (True, UNKNOWN) and (days is UNKNOWN or (days is not None and days >= LEAST_DAYS))
