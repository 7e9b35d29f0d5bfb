"""Looks the subscription up: its state, and the offer that decides which machines it can have."""

from infra.provider.arm import Arm
from operations.checks.facts import Subscription

API_VERSION = "2022-12-01"  # azure-rest-api-specs, resources, 2026-10


def subscription(arm: Arm, subscription_id: str) -> Subscription | None:
    """Gives the subscription, None where the caller can't see it."""
    found = arm.get(f"/subscriptions/{subscription_id}", API_VERSION)
    if found is None:
        return None
    policies = found.get("subscriptionPolicies") or {}
    return Subscription(str(found.get("state", "")), str(policies.get("quotaId", "")))
