"""Whether Azure Policy would refuse the region or the tags of what the stack makes."""

from collections.abc import Iterator
from typing import Final

from catalogue.resource_types import by_type
from infra.tags import tags
from operations.checks.facts import Facts, PolicyRefusal, Unseen
from operations.checks.finding import Finding, ok, unknown
from operations.checks.plan import Plan

NAME: Final = "policies"


def policies_allow(plan: Plan, facts: Facts) -> Iterator[Finding]:
    """Checks each type that has a region."""
    settings = plan.settings
    carried = tags(
        owner=settings.owner,
        cost_centre=settings.cost_centre,
        environment=settings.environment,
        expiry=settings.expiry,
        stack=plan.stack,
    )
    group = facts.resource(plan.group_scope)
    scope = plan.group_scope if group is not None and not isinstance(group, Unseen) else plan.subscription_scope
    placed = [each for each in plan.types if by_type(each).location and each.count("/") == 1]
    refused: list[Finding] = []
    for arm_type in placed:
        version = by_type(arm_type).api_version
        resource = {"type": arm_type, "apiVersion": version, "location": settings.location, "tags": dict(carried)}
        refusals = facts.policy_refusals(scope, resource)
        if isinstance(refusals, Unseen):
            fix = "It can be with `az provider register --namespace Microsoft.PolicyInsights`, and Reader there."
            yield unknown(NAME, f"what Azure Policy would refuse can't be looked up: {refusals.why}", fix)
            return
        refused += [_judged(arm_type, scope, each) for each in refusals]
    yield from refused
    if not refused:
        yield ok(NAME, f"Azure Policy refuses none of {len(placed)} types for their region or tags")
    yield unknown(NAME, "what Azure Policy says of other members than region and tags is known in `pulumi up`")


def _judged(arm_type: str, scope: str, refusal: PolicyRefusal) -> Finding:
    looked_at = ", ".join(refusal.fields) or "what isn't told"
    message = f"{refusal.policy} refuses {arm_type} in {scope}, looking at {looked_at}"
    if not refusal.by_what_was_sent:
        return unknown(NAME, f"{message}, which isn't sent here", "`pulumi up` sends it and tells.")
    setting = "location" if "location" in refusal.fields else ""
    fix = "Set what the policy allows, or have its owner exempt the group."
    return Finding(NAME, "no", message, fix, setting, "policy")
