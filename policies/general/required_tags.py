"""Everything that can carry tags says whose it is and who pays for it."""

from collections.abc import Iterator

from policies.context import Context
from policies.general._taggable import is_taggable
from policies.policy import Policy
from policies.resources import UNKNOWN, Resource

REQUIRED = ("owner", "cost-centre", "environment", "expiry", "stack")


def check(resource: Resource, context: Context) -> Iterator[str]:
    """Empty values don't count."""
    tags = resource.get("tags")
    if not is_taggable(resource) or tags is UNKNOWN:
        return
    missing = [name for name in context.options.get("required", REQUIRED) if not (tags or {}).get(name)]
    if missing:
        yield f"it lacks the tags {', '.join(missing)}"


POLICY = Policy(
    name="general-required-tags",
    summary="Resources carry owner, cost centre, environment, expiry and stack.",
    reason="Nobody dares to delete what nobody owns, and it is paid for until somebody does.",
    fix="pass tags=dict(placement.tags)",
    severity="medium",
    check=check,
    built_in=("871b6d14-10aa-478d-b590-94f262ecfa99", "96670d01-0a4d-4649-9c89-2d3abc0a5025"),
    controls=("AM-1",),
    options={"required": {"type": "array", "items": {"type": "string"}, "description": "names of the tags"}},
)
