"""Logs are kept long enough to look into what happened."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import Policy
from policies.resources import Resource, shown

LEAST_DAYS = 30


def check(workspace: Resource, context: Context) -> Iterator[str]:
    """30 days are free of charge."""
    days = workspace.get("retentionInDays")
    least = context.options.get("days", LEAST_DAYS)
    if days is None or (isinstance(days, int | float) and days < least):
        yield f"retentionInDays is {shown(days)}; at least {least:g}"


POLICY = Policy(
    name="monitoring-log-retention",
    summary=f"Logs are kept for {LEAST_DAYS} days at least.",
    reason="What was done with a stolen token is often noticed weeks later.",
    fix="raise retention_in_days",
    severity="low",
    types=("operationalinsights:Workspace",),
    check=check,
    controls=("LT-6",),
    options={"days": {"type": "number", "minimum": 1, "description": "fewest days"}},
)
