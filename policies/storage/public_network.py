"""In the private profile storage accounts are reached through private endpoints alone."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import PRIVATE, Policy
from policies.resources import Resource, differs


def check(account: Resource, _context: Context) -> Iterator[str]:
    """Both switches: the first closes the public address, the second the rules that would open it again."""
    yield differs(account, "publicNetworkAccess", "Disabled")
    yield differs(account, "networkRuleSet.defaultAction", "Deny")


POLICY = Policy(
    name="storage-public-network",
    summary="Storage accounts of the private profile have no public address.",
    reason="A stolen token would be of use from anywhere.",
    fix="give the component a private Access (tunestack:network.profile private)",
    severity="high",
    types=("storage:StorageAccount",),
    check=check,
    built_in=(
        "b2982f36-99f2-4db5-8eff-283140c09693",
        "34c877ad-507e-4c82-993e-3452a6e0ad3c",
        "2a1a9cdf-e04d-429a-8416-3bfb72a1b26f",
        "db4f9b05-5ffd-4b34-b714-3c710dbb3fd6",
    ),
    controls=("NS-2",),
    only_where=PRIVATE,
)
