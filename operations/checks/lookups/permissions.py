"""Looks up what the caller may do at a scope."""

from infra.provider.arm import Arm
from operations.checks.facts import Permission

API_VERSION = "2022-05-01-preview"  # the first that tells conditions; azure-rest-api-specs, authorization, 2026-10


def permissions(arm: Arm, scope: str) -> tuple[Permission, ...]:
    """Gives one permission for each role that the caller has there, through groups and parent scopes too."""
    return tuple(
        Permission(
            tuple(each.get("actions") or ()), tuple(each.get("notActions") or ()), str(each.get("condition") or "")
        )
        for each in arm.list(f"{scope}/providers/Microsoft.Authorization/permissions", API_VERSION)
    )
