"""Log Analytics takes logs from Entra identities alone."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import Policy
from policies.resources import Resource, not_true


def check(workspace: Resource, _context: Context) -> Iterator[str]:
    """Absent means that two shared keys may send."""
    yield not_true(workspace, "features.disableLocalAuth")


POLICY = Policy(
    name="monitoring-log-analytics-local-auth",
    summary="Log Analytics takes logs from Entra identities alone.",
    reason="With a key anybody can write what looks like evidence.",
    fix="set features.disable_local_auth to true",
    severity="medium",
    types=("operationalinsights:Workspace",),
    check=check,
    built_in=("e15effd4-2278-4c65-a0da-4d6f6d1890e2",),
    controls=("IM-1",),
)
