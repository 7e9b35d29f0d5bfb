"""Looks up whether Azure keeps a deleted vault or account under a name."""

from infra.provider.arm import Arm
from infra.provider.soft_deleted import soft_deleted_account, soft_deleted_vault
from operations.checks.facts import Deleted, SoftDeletedKind


def deleted(
    arm: Arm, subscription_id: str, kind: SoftDeletedKind, location: str, group: str, name: str
) -> Deleted | None:
    """Gives the deleted twin, None where there is none."""
    twin = (
        soft_deleted_vault(subscription_id, location, name)
        if kind == "vault"
        else soft_deleted_account(subscription_id, location, group, name)
    )
    found = arm.get(twin.path, twin.api_version)
    if found is None:
        return None
    properties = found.get("properties") or {}
    return Deleted(properties.get("purgeProtectionEnabled") is True, str(properties.get("scheduledPurgeDate", "")))
