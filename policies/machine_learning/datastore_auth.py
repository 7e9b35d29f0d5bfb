"""Workspaces reach their storage as an identity, not by its keys."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import Policy
from policies.resources import Resource, differs


def check(workspace: Resource, _context: Context) -> Iterator[str]:
    """Absent means account keys, kept in the workspace's vault."""
    yield differs(workspace, "systemDatastoresAuthMode", "Identity", "identity")


POLICY = Policy(
    name="machine-learning-datastore-auth",
    summary="Datastores of workspaces hold no keys.",
    reason="Everyone who may read the datastore's secrets has the whole storage account.",
    fix="set system_datastores_auth_mode to Identity; the profile seed can't (tunestack:identity_profile least)",
    severity="high",
    types=("machinelearningservices:Workspace",),
    check=check,
    controls=("IM-1",),
)
