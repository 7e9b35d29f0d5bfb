"""Secrets declared in a stack say when they end."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import Policy
from policies.resources import Resource


def check(secret: Resource, _context: Context) -> Iterator[str]:
    """The suite declares none; whoever adds one says until when it is good."""
    if secret.get("properties.attributes.expires") is None:
        yield "properties.attributes.expires is not set"


POLICY = Policy(
    name="key-vault-secret-expiry",
    summary="Secrets and keys in vaults have a day on which they end.",
    reason="What never ends is never renewed, and still works for whoever copied it years ago.",
    fix="set properties.attributes.expires, or better use an identity in place of the secret",
    severity="medium",
    types=("keyvault:Secret", "keyvault:Key"),
    check=check,
    built_in=("98728c90-32c7-4049-8429-847dc0f4fe37",),
    controls=("DP-6",),
)
