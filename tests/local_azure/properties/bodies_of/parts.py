"""What the bodies of tests share: where types are, and the bodies that are needed in more than one place."""

from typing import Any

from local_azure.identity import DEPLOYER_OBJECT_ID, TENANT_ID

Body = dict[str, Any]

GPT_4O = {"format": "OpenAI", "name": "gpt-4o", "version": "2024-08-06"}
PHI = "azureml://registries/azureml/models/Phi-3-mini-128k-instruct"
AUTHORIZATION = "providers/Microsoft.Authorization"
COGNITIVE = "providers/Microsoft.CognitiveServices/accounts"
INSIGHTS = "providers/Microsoft.Insights"
LEARNING = "providers/Microsoft.MachineLearningServices/workspaces"
NETWORK = "providers/Microsoft.Network"
STORAGE = "providers/Microsoft.Storage/storageAccounts"
READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7"
GUID = "5ca1ab1e-0000-4000-8000-0000000000"


def storage_account() -> Body:
    """Returns the body of a storage account."""
    rules = {"bypass": "AzureServices", "defaultAction": "Allow", "ipRules": [{"value": "203.0.113.10"}]}
    return {
        "location": "eastus2",
        "kind": "StorageV2",
        "sku": {"name": "Standard_LRS"},
        "properties": {"networkAcls": {**rules, "virtualNetworkRules": []}},
    }


def key_vault() -> Body:
    """Returns the body of a vault with an access policy."""
    policy = {
        "tenantId": TENANT_ID,
        "objectId": DEPLOYER_OBJECT_ID,
        "permissions": {"secrets": ["get"], "keys": ["get"]},
    }
    return {
        "location": "eastus2",
        "properties": {
            "tenantId": TENANT_ID,
            "sku": {"family": "A", "name": "standard"},
            "enableRbacAuthorization": False,
            "accessPolicies": [policy],
            "networkAcls": {
                "defaultAction": "Allow",
                "bypass": "AzureServices",
                "ipRules": [{"value": "203.0.113.10"}],
            },
        },
    }


def ai_account(subdomain: str) -> Body:
    """Returns the body of an AI Services account."""
    return {
        "location": "eastus2",
        "kind": "AIServices",
        "sku": {"name": "S0"},
        "identity": {"type": "SystemAssigned"},
        "properties": {
            "allowProjectManagement": True,
            "customSubDomainName": subdomain,
            "networkAcls": {"defaultAction": "Allow", "ipRules": [], "virtualNetworkRules": []},
        },
    }


def action_group() -> Body:
    """Returns the body of an action group."""
    receivers = [{"name": "us", "emailAddress": "us@example.com"}]
    return {
        "location": "global",
        "properties": {"groupShortName": "us", "enabled": True, "emailReceivers": receivers},
    }


def virtual_network(prefix: str, subnets: list[Body]) -> Body:
    """Returns the body of a virtual network."""
    return {"location": "eastus2", "properties": {"addressSpace": {"addressPrefixes": [prefix]}, "subnets": subnets}}


def private_endpoint(group: str, target: str, kind: str = "vault") -> Body:
    """Returns the body of a private endpoint in the network that is there."""
    connection = {"name": "link", "properties": {"privateLinkServiceId": target, "groupIds": [kind]}}
    subnet = f"{group}/{NETWORK}/virtualNetworks/vnet-there/subnets/inner"
    return {
        "location": "eastus2",
        "properties": {"subnet": {"id": subnet}, "privateLinkServiceConnections": [connection]},
    }


def online_endpoint() -> Body:
    """Returns the body of an online endpoint."""
    return {
        "location": "eastus2",
        "identity": {"type": "SystemAssigned"},
        "properties": {"authMode": "Key", "traffic": {}, "description": "d"},
    }
