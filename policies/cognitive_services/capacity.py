"""Deployments don't take more of the subscription's capacity than agreed."""

from collections.abc import Iterator

from policies.context import Context
from policies.policy import Policy
from policies.resources import Resource

LIMIT = 100
"""Units of a thousand tokens a minute: twice what the lab that the journey gpt4o follows asks for."""


def check(deployment: Resource, context: Context) -> Iterator[str]:
    """Looks at what is declared; what the subscription has left is looked up by ``tunestack doctor``."""
    capacity = deployment.get("sku.capacity")
    limit = context.options.get("limit", LIMIT)
    if isinstance(capacity, int | float) and capacity > limit:
        yield f"sku.capacity is {capacity:g}; the limit is {limit:g}"


POLICY = Policy(
    name="cognitive-services-capacity",
    summary="Deployments stay below the agreed capacity.",
    reason="Quota is shared by the whole subscription: what one stack takes the next one lacks.",
    fix="lower tunestack:openai.capacity, or raise the option limit of this policy for the stack",
    severity="medium",
    types=("cognitiveservices:Deployment",),
    check=check,
    options={
        "limit": {"type": "number", "minimum": 1, "description": "thousands of tokens a minute, of one deployment"}
    },
)
