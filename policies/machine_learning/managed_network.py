"""In the private profile what jobs reach is decided by the workspace's managed network."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import PRIVATE, Policy
from policies.resources import UNKNOWN, Resource, differs


def check(workspace: Resource, context: Context) -> Iterator[str]:
    """Projects have their hub's network. Once a managed network is there it can't be switched off."""
    if workspace.get("kind") in ("Project", UNKNOWN):
        return
    laxer = () if context.environment == "prod" else ("AllowInternetOutbound",)
    yield differs(workspace, "managedNetwork.isolationMode", "AllowOnlyApprovedOutbound", *laxer)


POLICY = Policy(
    name="machine-learning-managed-network",
    summary="Hubs and workspaces of the private profile have a managed network, in prod with approved targets only.",
    reason="A training script could send the data it was given anywhere.",
    fix="set tunestack:network.isolation to AllowOnlyApprovedOutbound",
    severity="high",
    types=("machinelearningservices:Workspace",),
    check=check,
    built_in=("6ddb1705-c8cf-450e-aa4b-19ad6703c440",),
    controls=("NS-2",),
    only_where=PRIVATE,
)
