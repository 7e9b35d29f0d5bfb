"""Registries have a sku that can do what the stack's profile needs."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import Policy
from policies.resources import Resource, differs


def check(registry: Resource, context: Context) -> Iterator[str]:
    """Private endpoints need Premium; Basic can't refuse anonymous pulls and isn't scanned."""
    allowed = ("Premium",) if context.is_private else ("Standard", "Premium")
    yield differs(registry, "sku.name", *allowed)


POLICY = Policy(
    name="container-registry-sku",
    summary="Registries are Standard at least, and Premium in the private profile.",
    reason="Basic can't refuse anonymous pulls, and private endpoints exist with Premium alone.",
    fix="set the sku to Premium, or Standard in the public profile",
    severity="medium",
    types=("containerregistry:Registry",),
    check=check,
    built_in=("bd560fc0-3c69-498a-ae9f-aa8eb7de0e13",),
    controls=("NS-2",),
)
