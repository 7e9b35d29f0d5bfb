"""Where Azure keeps vaults, accounts and workspaces that were deleted, and under which API version."""

from dataclasses import dataclass
from typing import Final, Literal

VAULT_API_VERSION: Final = "2024-11-01"  # as the vault itself, catalogue/types
ACCOUNT_API_VERSION: Final = "2025-06-01"  # as the account itself
WORKSPACE_API_VERSION: Final = "2025-12-01"  # as the workspace itself


@dataclass(frozen=True)
class SoftDeleted:
    """The place of a soft-deleted resource; nothing is there when the name is free."""

    kind: Literal["vault", "account"]
    name: str
    path: str
    api_version: str

    def __str__(self) -> str:
        """Names it for people."""
        label = "key vault" if self.kind == "vault" else "Cognitive Services account"
        return f"{label} {self.name}"


def soft_deleted_vault(subscription_id: str, location: str, name: str) -> SoftDeleted:
    """Gives the place of a vault; purged by POST of ``purge`` (terraform-provider-azurerm @ 69697b7)."""
    path = f"/subscriptions/{subscription_id}/providers/Microsoft.KeyVault/locations/{location}/deletedVaults/{name}"
    return SoftDeleted("vault", name, path, VAULT_API_VERSION)


def workspace(subscription_id: str, group: str, name: str) -> str:
    """Gives a workspace's path: deleted ones are listed nowhere, and purged by DELETE with ``forceToPurge``."""
    provider = f"/subscriptions/{subscription_id}/resourceGroups/{group}/providers/Microsoft.MachineLearningServices"
    return f"{provider}/workspaces/{name}"


def soft_deleted_account(subscription_id: str, location: str, group: str, name: str) -> SoftDeleted:
    """Gives the place of an account; purged by DELETE (azure-ai-docs "recover-purge-resources")."""
    region = f"/subscriptions/{subscription_id}/providers/Microsoft.CognitiveServices/locations/{location}"
    return SoftDeleted("account", name, f"{region}/resourceGroups/{group}/deletedAccounts/{name}", ACCOUNT_API_VERSION)
