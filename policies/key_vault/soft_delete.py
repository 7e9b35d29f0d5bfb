"""A deleted vault can be brought back for some days."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import Policy
from policies.resources import Resource, not_true


def check(vault: Resource, _context: Context) -> Iterator[str]:
    """Azure has it on for all new vaults; scanners and readers want it said."""
    yield not_true(vault, "properties.enableSoftDelete")


POLICY = Policy(
    name="key-vault-soft-delete",
    summary="Deleted vaults are kept for some days.",
    reason="With the vault go the secrets of every connection.",
    fix="set properties.enable_soft_delete to true",
    severity="high",
    types=("keyvault:Vault",),
    check=check,
    built_in=("1e66c121-a66a-4b1f-9b83-0fd99bf0fc2d",),
    controls=("DP-8",),
)
