"""Looks up whether a resource provider is registered."""

from infra.provider.arm import Arm
from infra.provider.provider_registration import API_VERSION


def registration(arm: Arm, subscription_id: str, namespace: str) -> str:
    """Gives its state, such as Registered, Registering or NotRegistered."""
    found = arm.get(f"/subscriptions/{subscription_id}/providers/{namespace}", API_VERSION) or {}
    return str(found.get("registrationState", "NotRegistered"))
