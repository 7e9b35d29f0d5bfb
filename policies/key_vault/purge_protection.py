"""Nobody can purge a deleted vault before its days are over."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import Policy
from policies.resources import Resource, not_true


def check(vault: Resource, _context: Context) -> Iterator[str]:
    """Can't be switched off again once on, so development is left out by its level."""
    yield not_true(vault, "properties.enablePurgeProtection")


POLICY = Policy(
    name="key-vault-purge-protection",
    summary="Deleted vaults can't be purged.",
    reason="One account taken over is enough to destroy keys and secrets for good.",
    fix="set tunestack:purge_protection to true, and tunestack:soft_deleted to recover or fail",
    severity="high",
    types=("keyvault:Vault",),
    check=check,
    built_in=("0b60c0b2-2dc2-4e1c-b5c9-abbed971de53",),
    controls=("DP-8",),
)
