"""GPU machines cost nothing while nobody uses them, and end with the stack."""

import re
from collections.abc import Iterator

from policies.context import Context
from policies.policy import Policy
from policies.resources import Resource

GPU = re.compile(r"^Standard_N[CDV]", re.IGNORECASE)
"""Azure's families NC, ND and NV have GPUs (azure-docs sizes/overview, 2026-10)."""


def check(compute: Resource, _context: Context) -> Iterator[str]:
    """A100, and what is as dear."""
    size = compute.get("properties.properties.vmSize")
    if not isinstance(size, str) or not GPU.match(size):
        return
    if compute.get("tags.expiry") is None:
        yield f"{size} has no tag expiry"
    least = compute.get("properties.properties.scaleSettings.minNodeCount")
    if isinstance(least, int | float) and least > 0:
        yield f"{size} keeps {least:g} nodes running; minNodeCount must be 0"


POLICY = Policy(
    name="machine-learning-gpu-cost",
    summary="GPU clusters scale to no node and carry an expiry.",
    reason="One forgotten A100 costs some 2,700 USD a month (Standard_NC24ads_A100_v4 at 3.67 USD an hour, 2026).",
    fix="set min_node_count to 0 and tag the cluster with expiry",
    severity="high",
    types=("machinelearningservices:Compute",),
    check=check,
)
