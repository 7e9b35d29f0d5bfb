"""Registries have no admin account."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import Policy
from policies.resources import Resource, not_false


def check(registry: Resource, _context: Context) -> Iterator[str]:
    """Absent means none; it is wanted in writing, since Azure ML once asked for it."""
    yield not_false(registry, "adminUserEnabled")


POLICY = Policy(
    name="container-registry-admin-user",
    summary="Registries have no admin account.",
    reason="Its password is shared by all who use it and lets them replace the images that jobs run in.",
    fix="set admin_user_enabled to false; jobs and endpoints pull with the role AcrPull",
    severity="high",
    types=("containerregistry:Registry",),
    check=check,
    built_in=("dc921057-6b28-4fbe-9b83-f7bec05db6c2",),
    controls=("IM-1",),
)
