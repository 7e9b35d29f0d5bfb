"""Compute that nobody uses goes away soon."""

import re
from collections.abc import Iterator

from policies.context import Context
from policies.policy import Policy
from policies.resources import UNKNOWN, Resource

LIMIT = 30
DURATION = re.compile(r"^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$")


def check(compute: Resource, context: Context) -> Iterator[str]:
    """Nodes of clusters, and compute instances."""
    kind = compute.get("properties.computeType")
    path = {
        "AmlCompute": "properties.properties.scaleSettings.nodeIdleTimeBeforeScaleDown",
        "ComputeInstance": "properties.properties.idleTimeBeforeShutdown",
    }.get(str(kind))
    if path is None or compute.get(path) is UNKNOWN:
        return
    limit = context.options.get("minutes", LIMIT)
    minutes = _minutes(compute.get(path))
    if minutes is None or minutes > limit:
        yield f"{path} is {compute.get(path) or 'not set'}; at most {limit:g} minutes, such as PT15M"


POLICY = Policy(
    name="machine-learning-idle-scale-down",
    summary=f"Idle compute is freed within {LIMIT} minutes.",
    reason="Machines are paid for by the minute, whether they work or not.",
    fix="lower tunestack:compute.idle_minutes",
    severity="medium",
    types=("machinelearningservices:Compute",),
    check=check,
    built_in=("679ddf89-ab8f-48a5-9029-e76054077449",),
    options={"minutes": {"type": "number", "minimum": 2, "description": "longest time without work"}},
)


def _minutes(duration: object) -> float | None:
    found = DURATION.match(duration) if isinstance(duration, str) else None
    if found is None or not any(found.groups()):
        return None
    days, hours, minutes, seconds = (int(each or 0) for each in found.groups())
    return days * 1440 + hours * 60 + minutes + seconds / 60
