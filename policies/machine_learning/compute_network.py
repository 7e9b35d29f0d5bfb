"""In the private profile nodes of clusters have no public address."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import PRIVATE, Policy
from policies.resources import Resource, not_false


def check(compute: Resource, _context: Context) -> Iterator[str]:
    """The network itself is the workspace's managed one, which has its own policy."""
    yield not_false(compute, "properties.properties.enableNodePublicIp")


POLICY = Policy(
    name="machine-learning-compute-network",
    summary="Nodes of the private profile have no public address.",
    reason="The managed network would end at the node.",
    fix="set properties.properties.enable_node_public_ip to false (tunestack:network.profile private)",
    severity="high",
    types=("machinelearningservices:Compute",),
    check=check,
    built_in=("7804b5c7-01dc-4723-969b-ae300cc07ff1",),
    controls=("NS-2",),
    only_where=PRIVATE,
)
