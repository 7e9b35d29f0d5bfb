"""Nobody pulls images without signing in."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import Policy
from policies.resources import Resource, not_false


def check(registry: Resource, _context: Context) -> Iterator[str]:
    """Absent means off; the sku Basic can't refuse it and has a policy of its own."""
    yield not_false(registry, "anonymousPullEnabled")


POLICY = Policy(
    name="container-registry-anonymous-pull",
    summary="Registries refuse anonymous pulls.",
    reason="Images hold code, and at times what somebody forgot in them.",
    fix="set anonymous_pull_enabled to false",
    severity="high",
    types=("containerregistry:Registry",),
    check=check,
    built_in=("9f2dea28-e834-476c-99c5-3507b4728395",),
    controls=("IM-1",),
)
