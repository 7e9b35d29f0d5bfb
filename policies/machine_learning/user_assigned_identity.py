"""Workspaces act under an identity of the stack, whose roles the stack declares."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import Policy
from policies.resources import Resource, differs


def check(workspace: Resource, _context: Context) -> Iterator[str]:
    """User-assigned alone: with a system-assigned one the deleted workspace holds its name for 14 days."""
    yield differs(workspace, "identity.type", "UserAssigned")
    if workspace.get("primaryUserAssignedIdentity") is None:
        yield "primaryUserAssignedIdentity is not set"


POLICY = Policy(
    name="machine-learning-user-assigned-identity",
    summary="Workspaces act under a user-assigned identity.",
    reason="Azure gives a system-assigned identity roles by itself, and keeps such a workspace's name for 14 days.",
    fix="set identity.type to UserAssigned with an identity, and primary_user_assigned_identity",
    severity="medium",
    types=("machinelearningservices:Workspace",),
    check=check,
    built_in=("5f0c7d88-c7de-45b8-ac49-db49e72eaa78",),
    controls=("IM-3",),
)
