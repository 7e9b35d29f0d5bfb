"""Access to vaults is given by roles, not by access policies of their own."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import Policy
from policies.resources import Resource, not_true


def check(vault: Resource, _context: Context) -> Iterator[str]:
    """Absent means access policies."""
    yield not_true(vault, "properties.enableRbacAuthorization")


POLICY = Policy(
    name="key-vault-roles",
    summary="Vaults are governed by roles.",
    reason="Whoever may write a vault could give themselves its secrets by an access policy.",
    fix="set properties.enable_rbac_authorization to true and assign roles",
    severity="high",
    types=("keyvault:Vault",),
    check=check,
    built_in=("12d4fa5e-1f9f-4c21-97a9-b99b3c6611b5",),
    controls=("PA-7",),
)
