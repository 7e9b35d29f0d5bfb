"""Bodies of resources that stand in a group by themselves."""

from collections.abc import Mapping

from tests.local_azure.properties.bodies_of.parts import (
    INSIGHTS,
    STORAGE,
    Body,
    action_group,
    key_vault,
    storage_account,
)


def plain_bodies(group: str, suffix: str) -> Mapping[str, Body]:
    """Returns the bodies of storage, vaults, registries, identities and monitoring, by path in the group."""
    identity = f"{group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-there"
    return {
        f"{STORAGE}/stnew{suffix}": {
            **storage_account(),
            "identity": {"type": "SystemAssigned,UserAssigned", "userAssignedIdentities": {identity: {}}},
        },
        f"{STORAGE}/stthere{suffix}/blobServices/default": {
            "properties": {"deleteRetentionPolicy": {"enabled": True, "days": 7}}
        },
        f"{STORAGE}/stthere{suffix}/blobServices/default/containers/new": {"properties": {"metadata": {"a": "b"}}},
        f"providers/Microsoft.KeyVault/vaults/kv-new-{suffix}": key_vault(),
        f"providers/Microsoft.KeyVault/vaults/kv-there-{suffix}/secrets/new": {
            "properties": {
                "value": "plain",
                "contentType": "text",
                "attributes": {"enabled": True, "exp": 2_000_000_000},
            }
        },
        f"providers/Microsoft.ContainerRegistry/registries/registry{suffix}": {
            "location": "eastus2",
            "sku": {"name": "Premium"},
            "identity": {"type": "SystemAssigned"},
            "properties": {
                "adminUserEnabled": False,
                "networkRuleSet": {
                    "defaultAction": "Deny",
                    "ipRules": [{"action": "Allow", "value": "203.0.113.0/24"}],
                },
            },
        },
        "providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-new": {
            "location": "eastus2",
            "tags": {"a": "b"},
        },
        "providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-there/federatedIdentityCredentials/new": {
            "properties": {
                "issuer": "https://token.actions.githubusercontent.com",
                "subject": "repo:org/one:ref:refs/heads/main",
                "audiences": ["api://AzureADTokenExchange"],
            }
        },
        "providers/Microsoft.OperationalInsights/workspaces/log-new": {
            "location": "eastus2",
            "properties": {
                "sku": {"name": "PerGB2018"},
                "retentionInDays": 30,
                "workspaceCapping": {"dailyQuotaGb": 1},
            },
        },
        f"{INSIGHTS}/components/appi-new": {
            "location": "eastus2",
            "kind": "web",
            "properties": {
                "Application_Type": "web",
                "WorkspaceResourceId": f"{group}/providers/Microsoft.OperationalInsights/workspaces/log-there",
            },
        },
        f"{INSIGHTS}/actionGroups/them": action_group(),
    }
