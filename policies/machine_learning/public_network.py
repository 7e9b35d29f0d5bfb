"""In the private profile workspaces are reached through private endpoints alone."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import PRIVATE, Policy
from policies.resources import Resource, differs


def check(workspace: Resource, _context: Context) -> Iterator[str]:
    """Absent means open."""
    yield differs(workspace, "publicNetworkAccess", "Disabled")


POLICY = Policy(
    name="machine-learning-public-network",
    summary="Workspaces of the private profile have no public address.",
    reason="A stolen token would submit jobs and read models from anywhere.",
    fix="give the component a private Access (tunestack:network.profile private)",
    severity="high",
    types=("machinelearningservices:Workspace",),
    check=check,
    built_in=("438c38d2-3772-465a-a9cc-7a6666a275ce",),
    controls=("NS-2",),
    only_where=PRIVATE,
)
