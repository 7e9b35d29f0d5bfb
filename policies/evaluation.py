"""Runs policies over resources, without an engine: for tests, for reports, and behind the engine's own calls."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from policies.context import Context
from policies.policy import Finding, Level, Policy
from policies.resources import Resource, Stack


@dataclass(frozen=True)
class Violation:
    """A policy that isn't kept.

    Attributes:
        policy: Which one.
        level: How strictly it is meant.
        message: What is wrong and what to do.
        resource: The resource; None for the stack as a whole.
    """

    policy: Policy
    level: Level
    message: str
    resource: Resource | None


def evaluate(
    policies: tuple[Policy, ...],
    stack: Stack,
    context: Context,
    *,
    levels: Mapping[str, Level],
    options: Mapping[str, Mapping[str, Any]] | None = None,
) -> list[Violation]:
    """Gives all violations in a stack of the policies that aren't disabled."""
    found = []
    for policy in policies:
        level = levels[policy.name]
        if level == "disabled":
            continue
        own = replace(context, options=(options or {}).get(policy.name, {}))
        found += [Violation(policy, level, each.message, each.resource) for each in findings(policy, stack, own)]
    return found


def findings(policy: Policy, stack: Stack, context: Context) -> Iterator[Finding]:
    """Gives what a policy finds in a stack."""
    if policy.check is None:
        yield from stack_findings(policy, stack, context)
        return
    for resource in stack.resources:
        yield from (Finding(message, resource) for message in resource_findings(policy, resource, context))


def resource_findings(policy: Policy, resource: Resource, context: Context) -> Iterator[str]:
    """Gives what a policy finds in one resource, as sentences that end with the fix."""
    if policy.check is None or not applies(policy, context) or not policy.looks_at(resource):
        return
    for what in policy.check(resource, context):
        if what:
            yield _message(what, policy)


def stack_findings(policy: Policy, stack: Stack, context: Context) -> Iterator[Finding]:
    """Gives what a policy finds in the stack as a whole."""
    if policy.check_stack is None or not applies(policy, context):
        return
    for finding in policy.check_stack(stack, context):
        yield Finding(_message(finding.message, policy), finding.resource)


def applies(policy: Policy, context: Context) -> bool:
    """Says whether a policy is about such a stack at all."""
    return policy.only_where is None or policy.only_where.holds(context)


def _message(what: str, policy: Policy) -> str:
    return f"{what}. Fix: {policy.fix}"
