"""Each stack has a budget, and somebody who hears of it."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import Finding, Policy
from policies.resources import Stack

BUDGET = "azure-native:consumption:Budget"


def check(stack: Stack, _context: Context) -> Iterator[Finding]:
    """A budget without notifications warns nobody."""
    budgets = stack.of(BUDGET)
    if not budgets:
        yield Finding("it has no budget")
    for budget in budgets:
        if not budget.get("notifications"):
            yield Finding("it has no notifications", budget)


POLICY = Policy(
    name="protection-budget",
    summary="The stack has a budget whose alerts somebody gets.",
    reason="GPU hours and tuned deployments are noticed when the bill comes.",
    fix="set tunestack:budget with amount, start and emails",
    severity="medium",
    check_stack=check,
)
