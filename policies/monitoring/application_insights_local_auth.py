"""Application Insights takes telemetry from Entra identities alone."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import Policy
from policies.resources import Resource, not_true


def check(component: Resource, _context: Context) -> Iterator[str]:
    """Absent means that whoever knows the instrumentation key may send."""
    yield not_true(component, "disableLocalAuth")


POLICY = Policy(
    name="monitoring-application-insights-local-auth",
    summary="Application Insights takes telemetry from Entra identities alone.",
    reason="With the key, which is no secret, anybody can fill the logs and their owner pays.",
    fix="set disable_local_auth to true",
    severity="medium",
    types=("applicationinsights:Component",),
    check=check,
    built_in=("199d5677-e4d9-4264-9465-efe1839c06bd",),
    controls=("IM-1",),
)
