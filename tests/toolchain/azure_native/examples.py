"""One resource of every class of the type table, as a program declares it, with the members worth a look."""

from typing import Any

from tests.toolchain.azure_native.example_members import (
    CONNECTION,
    GUID,
    IDENTITY,
    IN_ACCOUNT,
    IN_PROJECT,
    PLACED,
    READER,
    SUBNET,
)
from tests.toolchain.azure_native.fake_azure import GROUP, SUBSCRIPTION
from tests.toolchain.azure_native.machine_learning_examples import MACHINE_LEARNING

RULE = {
    "access": "Deny",
    "direction": "Inbound",
    "priority": 100,
    "protocol": "*",
    "sourceAddressPrefix": "Internet",
    "sourcePortRange": "*",
    "destinationAddressPrefix": "*",
    "destinationPortRange": "*",
}

EXAMPLES: dict[str, dict[str, Any]] = {
    "resources:ResourceGroup": {"resourceGroupName": "rg", "location": "eastus2", "tags": {"cost.centre": "1"}},
    "storage:StorageAccount": {
        **PLACED,
        "accountName": "data",
        "kind": "StorageV2",
        "sku": {"name": "Standard_LRS"},
        "enableHttpsTrafficOnly": True,
        "identity": IDENTITY,
        "networkRuleSet": {
            "defaultAction": "Deny",
            "ipRules": [{"iPAddressOrRange": "10.0.0.0/8"}],
            "virtualNetworkRules": [{"virtualNetworkResourceId": SUBNET}],
        },
        "encryption": {"keySource": "Microsoft.Keyvault", "keyVaultProperties": {"keyName": "k", "keyVaultUri": "u"}},
    },
    "storage:BlobServiceProperties": {
        "resourceGroupName": "rg",
        "accountName": "data",
        "blobServicesName": "default",
        "isVersioningEnabled": True,
    },
    "storage:BlobContainer": {
        "resourceGroupName": "rg",
        "accountName": "data",
        "containerName": "files",
        "publicAccess": "None",
        "metadata": {"a.b": "c"},
    },
    "keyvault:Vault": {
        **PLACED,
        "vaultName": "keys",
        "properties": {"tenantId": GUID, "sku": {"family": "A", "name": "standard"}, "accessPolicies": []},
    },
    "keyvault:Secret": {
        "resourceGroupName": "rg",
        "vaultName": "keys",
        "secretName": "word",
        "properties": {"contentType": "text", "attributes": {"enabled": True, "expires": 2000000000, "notBefore": 1}},
    },
    "applicationinsights:Component": {
        **PLACED,
        "resourceName": "insights",
        "kind": "web",
        "applicationType": "web",
        "flowType": "Bluefield",
        "workspaceResourceId": "/w",
        "publicNetworkAccessForQuery": "Enabled",
    },
    "operationalinsights:Workspace": {
        **PLACED,
        "workspaceName": "logs",
        "sku": {"name": "PerGB2018"},
        "retentionInDays": 30,
        "identity": IDENTITY,
    },
    "containerregistry:Registry": {
        **PLACED,
        "registryName": "images",
        "sku": {"name": "Premium"},
        "networkRuleSet": {"defaultAction": "Deny", "ipRules": [{"iPAddressOrRange": "10.0.0.1"}]},
    },
    "managedidentity:UserAssignedIdentity": {**PLACED, "resourceName": "runner", "tags": {"owner": "me"}},
    "managedidentity:FederatedIdentityCredential": {
        "resourceGroupName": "rg",
        "resourceName": "runner",
        "federatedIdentityCredentialResourceName": "main",
        "audiences": ["api://AzureADTokenExchange"],
        "issuer": "https://issuer",
        "subject": "repo:a/b:ref:refs/heads/main",
    },
    "authorization:RoleAssignment": {
        "scope": GROUP,
        "roleAssignmentName": GUID,
        "principalId": GUID,
        "principalType": "User",
        "roleDefinitionId": f"/subscriptions/{SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/{READER}",
    },
    "authorization:RoleDefinition": {
        "scope": f"/subscriptions/{SUBSCRIPTION}",
        "roleDefinitionId": GUID,
        "roleName": "Reader of runs",
        "roleType": "CustomRole",
        "assignableScopes": [GROUP],
        "permissions": [{"actions": ["*/read"], "notActions": [], "dataActions": [], "notDataActions": []}],
    },
    "authorization:PolicyAssignment": {
        "scope": GROUP,
        "policyAssignmentName": "allowed",
        "displayName": "Allowed models",
        "enforcementMode": "Default",
        "policyDefinitionId": "/providers/Microsoft.Authorization/policyDefinitions/p",
        "parameters": {"effect": {"value": "Deny"}},
        "nonComplianceMessages": [{"message": "no"}],
    },
    "authorization:PolicyDefinition": {
        "policyDefinitionName": "models",
        "policyType": "Custom",
        "mode": "All",
        "policyRule": {"if": {"field": "type", "equals": "x"}, "then": {"effect": "deny"}},
    },
    "authorization:ManagementLockByScope": {"scope": GROUP, "lockName": "one", "level": "CanNotDelete", "notes": "n"},
    "authorization:ManagementLockAtSubscriptionLevel": {"lockName": "two", "level": "CanNotDelete"},
    "authorization:ManagementLockAtResourceGroupLevel": {
        "resourceGroupName": "rg",
        "lockName": "three",
        "level": "CanNotDelete",
    },
    "authorization:ManagementLockAtResourceLevel": {
        "resourceGroupName": "rg",
        "resourceProviderNamespace": "Microsoft.CognitiveServices",
        "parentResourcePath": "accounts/ai",
        "resourceType": "projects",
        "resourceName": "writing",
        "lockName": "four",
        "level": "ReadOnly",
        "apiVersion": "2020-05-01",
    },
    "monitor:DiagnosticSetting": {
        "resourceUri": GROUP,
        "name": "all",
        "workspaceId": "/w",
        "logs": [{"categoryGroup": "allLogs", "enabled": True}],
    },
    "monitor:MetricAlert": {
        "resourceGroupName": "rg",
        "location": "global",
        "ruleName": "slow",
        "severity": 2,
        "enabled": True,
        "scopes": [f"{GROUP}/providers/Microsoft.CognitiveServices/accounts/ai"],
        "evaluationFrequency": "PT5M",
        "windowSize": "PT15M",
        "criteria": {
            "odataType": "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria",
            "allOf": [
                {
                    "criterionType": "StaticThresholdCriterion",
                    "name": "slow",
                    "metricName": "AzureOpenAITTLTInMS",
                    "timeAggregation": "Average",
                    "operator": "GreaterThan",
                    "threshold": 30000,
                }
            ],
        },
    },
    "monitor:ActionGroup": {
        "resourceGroupName": "rg",
        "location": "global",
        "actionGroupName": "us",
        "groupShortName": "us",
        "enabled": True,
        "emailReceivers": [{"name": "us", "emailAddress": "us@example.com", "useCommonAlertSchema": True}],
    },
    "consumption:Budget": {
        "scope": GROUP,
        "budgetName": "monthly",
        "amount": 100,
        "category": "Cost",
        "timeGrain": "Monthly",
        "timePeriod": {"startDate": "2026-10-01T00:00:00Z"},
        "eTag": "1",
        "notifications": {"half": {"enabled": True, "operator": "GreaterThan", "threshold": 50, "contactEmails": []}},
    },
    "cognitiveservices:Account": {
        **PLACED,
        "accountName": "ai",
        "kind": "AIServices",
        "sku": {"name": "S0"},
        "identity": IDENTITY,
        "properties": {"customSubDomainName": "ai", "disableLocalAuth": True},
    },
    "cognitiveservices:Deployment": {
        **IN_ACCOUNT,
        "deploymentName": "chat",
        "sku": {"name": "Standard", "capacity": 10},
        "properties": {"model": {"format": "OpenAI", "name": "gpt-4o", "version": "2024-08-06"}},
    },
    "cognitiveservices:Project": {
        **IN_PROJECT,
        "location": "eastus2",
        "identity": IDENTITY,
        "properties": {"displayName": "Writing"},
    },
    "cognitiveservices:RaiPolicy": {
        **IN_ACCOUNT,
        "raiPolicyName": "strict",
        "properties": {
            "basePolicyName": "Microsoft.Default",
            "contentFilters": [{"name": "Hate", "blocking": True, "enabled": True, "severityThreshold": "Low"}],
        },
    },
    "cognitiveservices:RaiBlocklist": {**IN_ACCOUNT, "raiBlocklistName": "words", "properties": {"description": "d"}},
    "cognitiveservices:RaiBlocklistItem": {
        **IN_ACCOUNT,
        "raiBlocklistName": "words",
        "raiBlocklistItemName": "one",
        "properties": {"isRegex": False, "pattern": "x"},
    },
    "cognitiveservices:CommitmentPlan": {
        **IN_ACCOUNT,
        "commitmentPlanName": "plan",
        "location": "eastus2",
        "properties": {"hostingModel": "Web", "planType": "STT", "autoRenew": False},
    },
    "cognitiveservices:AccountCapabilityHost": {
        **IN_ACCOUNT,
        "capabilityHostName": "agents",
        "capabilityHostProperties": {"description": "for agents"},
    },
    "cognitiveservices:ProjectCapabilityHost": {
        **IN_PROJECT,
        "capabilityHostName": "agents",
        "projectCapabilityHostProperties": {"storageConnections": ["files"]},
    },
    "cognitiveservices:AccountConnection": {**IN_ACCOUNT, "connectionName": "search", "properties": CONNECTION},
    "cognitiveservices:ProjectConnection": {**IN_PROJECT, "connectionName": "search", "properties": CONNECTION},
    "network:PrivateEndpoint": {
        **PLACED,
        "privateEndpointName": "door",
        "subnet": {"id": SUBNET},
        "privateLinkServiceConnections": [{"name": "c", "groupIds": ["vault"], "privateLinkServiceId": "/v"}],
        "ipConfigurations": [{"name": "i", "groupId": "vault", "memberName": "d", "privateIPAddress": "10.0.0.4"}],
    },
    "network:PrivateDnsZoneGroup": {
        "resourceGroupName": "rg",
        "privateEndpointName": "door",
        "privateDnsZoneGroupName": "default",
        "name": "default",
        "privateDnsZoneConfigs": [{"name": "vault", "privateDnsZoneId": "/zone"}],
    },
    "network:VirtualNetwork": {
        **PLACED,
        "virtualNetworkName": "net",
        "addressSpace": {"addressPrefixes": ["10.0.0.0/16"]},
        "subnets": [
            {
                "name": "jobs",
                "addressPrefix": "10.0.0.0/24",
                "networkSecurityGroup": {"location": "eastus2", "securityRules": [{"name": "deny", **RULE}]},
                "delegations": [{"name": "d", "serviceName": "Microsoft.App/environments"}],
                "routeTable": {"routes": [{"name": "r", "nextHopType": "Internet", "addressPrefix": "0.0.0.0/0"}]},
            }
        ],
        "virtualNetworkPeerings": [{"name": "p", "allowForwardedTraffic": True, "remoteVirtualNetwork": {"id": "/n"}}],
    },
    "network:Subnet": {
        "resourceGroupName": "rg",
        "virtualNetworkName": "net",
        "subnetName": "ai",
        "name": "ai",
        "addressPrefix": "10.0.1.0/24",
        "networkSecurityGroup": {"id": "/nsg"},
        "serviceEndpoints": [{"service": "Microsoft.Storage", "locations": ["eastus2"]}],
        "ipamPoolPrefixAllocations": [{"id": "/pool", "numberOfIpAddresses": "8"}],
    },
    "network:NetworkSecurityGroup": {
        **PLACED,
        "networkSecurityGroupName": "rules",
        "securityRules": [{"name": "deny", **RULE}],
    },
    "network:SecurityRule": {
        "resourceGroupName": "rg",
        "networkSecurityGroupName": "rules",
        "securityRuleName": "one",
        "name": "one",
        **RULE,
    },
    "privatedns:PrivateZone": {
        "resourceGroupName": "rg",
        "location": "global",
        "privateZoneName": "privatelink.vaultcore.azure.net",
    },
    "privatedns:VirtualNetworkLink": {
        "resourceGroupName": "rg",
        "location": "global",
        "privateZoneName": "privatelink.vaultcore.azure.net",
        "virtualNetworkLinkName": "net",
        "registrationEnabled": False,
        "virtualNetwork": {"id": "/net"},
    },
    **MACHINE_LEARNING,
}


def changed(token: str) -> dict[str, Any]:
    """The same resource after somebody changed one thing: its tags, or a member where the class has no tags."""
    example = EXAMPLES[token]
    change = _CHANGES.get(token)
    if change is None and token.startswith("authorization:"):
        change = {"notes": "other"} if "Lock" in token else {"description": "other"}
    if change is None and example.get("properties", {}).keys() & _DESCRIBED and "location" not in example:
        change = {"properties": {"description": "other"}}
    change = change or {"tags": {"a.b": "c"}}
    if "properties" in change:
        change = {"properties": {**example["properties"], **change["properties"]}}
    return {**example, **change}


_DESCRIBED = {"datastoreType", "jobType", "description", "modelType", "osType", "dataType", "codeUri", "componentSpec"}
"""Members by which properties are told whose class has a description and no tags beside them."""

_CHANGES: dict[str, dict[str, Any]] = {
    "storage:BlobServiceProperties": {"isVersioningEnabled": False},
    "storage:BlobContainer": {"metadata": {"a.b": "d"}},
    "managedidentity:FederatedIdentityCredential": {"subject": "repo:a/b:environment:prod"},
    "monitor:DiagnosticSetting": {"workspaceId": "/other"},
    "consumption:Budget": {"amount": 200},
    "cognitiveservices:RaiBlocklist": {"tags": {"a.b": "c"}},
    "cognitiveservices:AccountCapabilityHost": {"capabilityHostProperties": {"description": "other"}},
    "cognitiveservices:ProjectCapabilityHost": {"projectCapabilityHostProperties": {"storageConnections": ["others"]}},
    "cognitiveservices:AccountConnection": {"properties": {"target": "https://other"}},
    "cognitiveservices:ProjectConnection": {"properties": {"target": "https://other"}},
    "network:PrivateDnsZoneGroup": {"privateDnsZoneConfigs": [{"name": "vault", "privateDnsZoneId": "/other"}]},
    "network:Subnet": {"addressPrefix": "10.0.2.0/24"},
    "network:SecurityRule": {"priority": 200},
    "machinelearningservices:WorkspaceConnection": {"properties": {"target": "https://other"}},
    "machinelearningservices:MarketplaceSubscription": {"properties": {"modelId": "azureml://other"}},
    "machinelearningservices:CapabilityHost": {"properties": {"storageConnections": ["files"]}},
    "machinelearningservices:ManagedNetworkSettingsRule": {"properties": {"destination": "files.example.com"}},
}
