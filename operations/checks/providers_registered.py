"""Whether the resource providers are registered, or may be."""

from collections.abc import Iterator
from typing import Final

from operations.checks.actions import allowing
from operations.checks.facts import Facts, Unseen
from operations.checks.finding import Finding, ok, unknown
from operations.checks.plan import Plan

NAME: Final = "providers"


def providers_registered(plan: Plan, facts: Facts) -> Iterator[Finding]:
    """Checks each provider that the stack writes resources of."""
    for namespace in plan.namespaces:
        state = facts.registration(namespace)
        if isinstance(state, Unseen):
            yield unknown(NAME, f"whether {namespace} is registered can't be looked up: {state.why}")
        elif state in ("Registered", "Registering"):
            yield ok(NAME, f"{namespace} is {state}")
        else:
            yield _unregistered(plan, facts, namespace, state)


def _unregistered(plan: Plan, facts: Facts, namespace: str, state: str) -> Finding:
    by_hand = f"Run `az provider register --namespace {namespace}` as an owner or contributor of the subscription"
    if not plan.settings.register_providers:
        message = f"{namespace} is {state}, and the stack registers no providers"
        return Finding(NAME, "no", message, f"{by_hand}, or let the stack do it.", "register_providers")
    permissions = facts.permissions(plan.subscription_scope)
    if isinstance(permissions, Unseen):
        return unknown(NAME, f"{namespace} is {state}; whether the caller may register it can't be looked up")
    if allowing(f"{namespace}/register/action", permissions):
        return ok(NAME, f"{namespace} is {state}; `pulumi up` registers it")
    message = f"{namespace} is {state}, and the caller may not register it"
    return Finding(NAME, "no", message, f"{by_hand}.", "register_providers", "permission")
