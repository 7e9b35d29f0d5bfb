"""Nobody is given a role that may do everything, or may give roles without bounds."""

from collections.abc import Iterator

from catalogue.roles import role
from policies.context import Context
from policies.policy import Policy
from policies.resources import Resource

NEVER = ("Owner", "Contributor", "User Access Administrator")
BOUNDED = "Role Based Access Control Administrator"


def check(assignment: Resource, _context: Context) -> Iterator[str]:
    """The role that gives roles is allowed with a condition that says which."""
    definition = assignment.get("roleDefinitionId")
    guid = definition.rpartition("/")[2].lower() if isinstance(definition, str) else ""
    for name in NEVER:
        if guid == str(role(name).guid):
            yield f"it gives the role {name}"
    if guid == str(role(BOUNDED).guid) and assignment.get("condition") is None:
        yield f"it gives the role {BOUNDED} without a condition"


POLICY = Policy(
    name="authorization-privileged-roles",
    summary="No role is Owner, Contributor or User Access Administrator, and giving roles is bound by a condition.",
    reason="Whoever takes over such an identity, a job's for instance, has the whole group and can let others in.",
    fix="give the roles that the steps need (infra/role_assignments.py; tunestack:identity_profile least)",
    severity="critical",
    types=("authorization:RoleAssignment",),
    check=check,
    controls=("PA-1", "PA-7"),
)
