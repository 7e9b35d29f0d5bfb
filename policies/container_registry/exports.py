"""In the private profile images can't be copied out of the registry by Azure itself."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import PRIVATE, Policy
from policies.resources import Resource, differs


def check(registry: Resource, _context: Context) -> Iterator[str]:
    """Azure allows it to be off only where the registry has no public address."""
    yield differs(registry, "policies.exportPolicy.status", "disabled")


POLICY = Policy(
    name="container-registry-exports",
    summary="Registries of the private profile don't export images.",
    reason="An import into another registry takes images past the private endpoint.",
    fix="set policies.export_policy.status to disabled",
    severity="low",
    types=("containerregistry:Registry",),
    check=check,
    built_in=("524b0254-c285-4903-bee6-bb8126cde579",),
    controls=("NS-2",),
    only_where=PRIVATE,
)
