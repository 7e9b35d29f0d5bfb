"""Role assignments say what they are for."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import Policy
from policies.resources import Resource


def check(assignment: Resource, _context: Context) -> Iterator[str]:
    """Any text; whether it is a good one is for reviewers."""
    if not assignment.get("description"):
        yield "description is not set"


POLICY = Policy(
    name="authorization-stated-reason",
    summary="Role assignments say what fails without them.",
    reason="Nobody takes a role away whose reason nobody knows.",
    fix="set description to what the role is needed for",
    severity="low",
    types=("authorization:RoleAssignment",),
    check=check,
    controls=("PA-7",),
)
