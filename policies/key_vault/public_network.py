"""In the private profile vaults are reached through private endpoints alone."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import PRIVATE, Policy
from policies.resources import Resource, differs


def check(vault: Resource, _context: Context) -> Iterator[str]:
    """The firewall too: it is what some scanners look at."""
    yield differs(vault, "properties.publicNetworkAccess", "Disabled", "disabled")
    yield differs(vault, "properties.networkAcls.defaultAction", "Deny")


POLICY = Policy(
    name="key-vault-public-network",
    summary="Vaults of the private profile have no public address.",
    reason="A stolen token would open the secrets from anywhere.",
    fix="give the component a private Access (tunestack:network.profile private)",
    severity="high",
    types=("keyvault:Vault",),
    check=check,
    built_in=("405c5871-3e91-4644-8a63-58e19d68ff5b", "55615ac9-af46-4a59-874e-391cc3dfb490"),
    controls=("NS-2", "DP-8"),
    only_where=PRIVATE,
)
