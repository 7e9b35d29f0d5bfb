"""Clusters don't grow beyond what was agreed."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import Policy
from policies.resources import Resource

LIMIT = 4


def check(compute: Resource, context: Context) -> Iterator[str]:
    """Looks at the most nodes that a cluster may have at once."""
    most = compute.get("properties.properties.scaleSettings.maxNodeCount")
    limit = context.options.get("nodes", LIMIT)
    if isinstance(most, int | float) and most > limit:
        yield f"maxNodeCount is {most:g}; the limit is {limit:g}"


POLICY = Policy(
    name="machine-learning-cluster-size",
    summary="Clusters stay below the agreed number of nodes.",
    reason="A job with a wrong number asks for all of it, and the bill comes a month later.",
    fix="lower tunestack:compute.gpu_nodes or cpu_nodes, or raise the option nodes of this policy for the stack",
    severity="medium",
    types=("machinelearningservices:Compute",),
    check=check,
    options={"nodes": {"type": "number", "minimum": 1, "description": "most nodes of one cluster"}},
)
