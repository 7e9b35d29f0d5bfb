"""Role assignments say what kind of principal they are for."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import Policy
from policies.resources import Resource, differs


def check(assignment: Resource, _context: Context) -> Iterator[str]:
    """The provider's default is User, which is wrong for most."""
    kinds = ("User", "Group", "ServicePrincipal", "ForeignGroup", "Device")
    yield differs(assignment, "principalType", *kinds)


POLICY = Policy(
    name="authorization-principal-type",
    summary="Role assignments name their principal's type.",
    reason="Without it Azure looks the principal up, and an identity made a moment ago isn't found: PrincipalNotFound.",
    fix="set principal_type",
    severity="low",
    types=("authorization:RoleAssignment",),
    check=check,
    controls=("PA-7",),
)
