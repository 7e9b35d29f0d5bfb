"""In the private profile registries are reached through private endpoints alone."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import PRIVATE, Policy
from policies.resources import Resource, differs


def check(registry: Resource, _context: Context) -> Iterator[str]:
    """The default action too, so that no rule opens it again."""
    yield differs(registry, "publicNetworkAccess", "Disabled")
    yield differs(registry, "networkRuleSet.defaultAction", "Deny", unset="allowed")


POLICY = Policy(
    name="container-registry-public-network",
    summary="Registries of the private profile have no public address.",
    reason="Whoever gets hold of a token could replace the images that jobs run in, from anywhere.",
    fix="give the component a private Access (tunestack:network.profile private)",
    severity="high",
    types=("containerregistry:Registry",),
    check=check,
    built_in=("0fdf0491-d080-4575-b627-ad0e843cba0f", "d0793b48-0edc-4296-a390-4c75d1bdfd71"),
    controls=("NS-2",),
    only_where=PRIVATE,
)
