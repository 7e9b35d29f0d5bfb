"""Production stacks have the private network profile."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import Finding, Policy
from policies.resources import Stack


def check(_stack: Stack, context: Context) -> Iterator[Finding]:
    """Looks at the setting; what it means for each resource has policies of its own."""
    if not context.is_private:
        yield Finding("tunestack:network.profile is public")


POLICY = Policy(
    name="network-private-profile",
    summary="Production is reached through private endpoints alone.",
    reason="With public addresses a stolen token is of use from anywhere.",
    fix="set tunestack:network.profile to private",
    severity="high",
    check_stack=check,
    controls=("NS-2",),
)
