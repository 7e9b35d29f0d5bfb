"""How long a vault keeps what was deleted, and what it says about that in every answer."""

from local_azure.json_types import Json
from local_azure.resources import Resource

# Key Vault keeps deleted vaults 7 to 90 days, 90 unless it is told otherwise (Key Vault soft-delete overview, 2026-10).
DEFAULT_DAYS = 90
DAYS = range(7, 91)


def retention_days(vault: Resource) -> int:
    """Returns for how many days a vault, its secrets and its keys can be recovered."""
    return int(vault.properties.get("softDeleteRetentionInDays") or DEFAULT_DAYS)


def is_purge_protected(vault: Resource) -> bool:
    """Returns whether nothing of a vault can be purged before its days are over."""
    return bool(vault.properties.get("enablePurgeProtection"))


def recovery_attributes(vault: Resource) -> Json:
    """Returns ``recoveryLevel`` and ``recoverableDays``, as the attributes of secrets and keys have them."""
    level = "Recoverable" if retention_days(vault) == DEFAULT_DAYS else "CustomizedRecoverable"
    purgeable = "" if is_purge_protected(vault) else "+Purgeable"
    return {"recoveryLevel": f"{level}{purgeable}", "recoverableDays": retention_days(vault)}
