"""Storage accounts take nothing over plain HTTP."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import Policy
from policies.resources import Resource, not_true


def check(account: Resource, _context: Context) -> Iterator[str]:
    """Absent means true in current API versions; it is asked for all the same, as old accounts have false."""
    yield not_true(account, "enableHttpsTrafficOnly")


POLICY = Policy(
    name="storage-https-only",
    summary="Storage accounts take HTTPS only.",
    reason="Training data and tokens would cross the network readable.",
    fix="set enable_https_traffic_only to true",
    severity="high",
    types=("storage:StorageAccount",),
    check=check,
    built_in=("404c3081-a854-4457-ae30-26a93ef643f9",),
    controls=("DP-3",),
)
