"""Application Insights keeps its telemetry in a Log Analytics workspace of the stack."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import Policy
from policies.resources import Resource


def check(component: Resource, _context: Context) -> Iterator[str]:
    """The old kind, which kept its own, was retired on 2024-02-29."""
    if component.get("workspaceResourceId") is None:
        yield "workspaceResourceId is not set"


POLICY = Policy(
    name="monitoring-linked-insights",
    summary="Application Insights is linked to a Log Analytics workspace.",
    reason="Telemetry elsewhere has other roles, another retention and is missed when it is needed.",
    fix="set workspace_resource_id to the stack's Log Analytics workspace",
    severity="low",
    types=("applicationinsights:Component",),
    check=check,
    built_in=("d550e854-df1a-4de9-bf44-cd894b39a95e",),
    controls=("LT-5",),
)
