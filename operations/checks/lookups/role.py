"""Looks up at which scopes a role can be assigned."""

from infra.provider.arm import Arm

API_VERSION = "2022-04-01"  # azure-rest-api-specs, authorization, 2026-10


def assignable_scopes(arm: Arm, subscription_id: str, role_guid: str) -> tuple[str, ...]:
    """Gives the scopes, ``/`` for everywhere; none where there is no such role."""
    path = f"/subscriptions/{subscription_id}/providers/Microsoft.Authorization/roleDefinitions/{role_guid}"
    found = arm.get(path, API_VERSION) or {}
    return tuple((found.get("properties") or {}).get("assignableScopes") or ())
