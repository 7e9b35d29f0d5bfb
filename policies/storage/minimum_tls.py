"""Storage accounts refuse TLS below 1.2."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import Policy
from policies.resources import Resource, differs


def check(account: Resource, _context: Context) -> Iterator[str]:
    """Absent means TLS 1.0 to accounts made by API."""
    yield differs(account, "minimumTlsVersion", "TLS1_2", "TLS1_3")


POLICY = Policy(
    name="storage-minimum-tls",
    summary="Storage accounts take TLS 1.2 at least.",
    reason="Older versions can be broken by whoever listens.",
    fix="set minimum_tls_version to TLS1_2",
    severity="high",
    types=("storage:StorageAccount",),
    check=check,
    built_in=("fe83a0eb-a853-422d-aac2-1bffd182c5d0",),
    controls=("DP-3",),
)
