"""In the private profile managed endpoints are called from inside the network alone."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import PRIVATE, Policy
from policies.resources import Resource, differs


def check(endpoint: Resource, _context: Context) -> Iterator[str]:
    """An endpoint has a switch of its own beside the workspace's."""
    yield differs(endpoint, "properties.publicNetworkAccess", "Disabled")


POLICY = Policy(
    name="machine-learning-endpoint-network",
    summary="Managed endpoints of the private profile have no public address.",
    reason="The tuned model would answer the internet although its workspace doesn't.",
    fix="set properties.public_network_access to Disabled",
    severity="high",
    types=("machinelearningservices:OnlineEndpoint", "machinelearningservices:BatchEndpoint"),
    check=check,
    controls=("NS-2",),
    only_where=PRIVATE,
)
