"""Storage accounts encrypt twice."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import Policy
from policies.resources import Resource, not_true


def check(account: Resource, _context: Context) -> Iterator[str]:
    """Can be set when the account is made, and not afterwards."""
    yield not_true(account, "encryption.requireInfrastructureEncryption")


POLICY = Policy(
    name="storage-infrastructure-encryption",
    summary="Storage accounts encrypt in the service and below it.",
    reason="One broken algorithm or key would open the data; a second layer can't be added later.",
    fix="set encryption.require_infrastructure_encryption to true",
    severity="low",
    types=("storage:StorageAccount",),
    check=check,
    built_in=("4733ea7b-a883-42fe-8cac-97454c2a9e4a",),
    controls=("DP-4",),
)
