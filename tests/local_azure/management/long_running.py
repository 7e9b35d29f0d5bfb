"""One resource of each type whose writes or deletes take their time, in the order in which they can be made."""

from collections.abc import Mapping
from typing import Any

from local_azure.identity import TENANT_ID
from tests.local_azure.running import group_id

Body = dict[str, Any]

GROUP = group_id("rg-polled")
_COGNITIVE = f"{GROUP}/providers/Microsoft.CognitiveServices/accounts/ai-polled"
_LEARNING = f"{GROUP}/providers/Microsoft.MachineLearningServices/workspaces"
_HUB, _PROJECT = f"{_LEARNING}/hub-polled", f"{_LEARNING}/project-polled"
_NETWORK = f"{GROUP}/providers/Microsoft.Network"
_STORAGE = f"{GROUP}/providers/Microsoft.Storage/storageAccounts/stpolled"
_VAULT = f"{GROUP}/providers/Microsoft.KeyVault/vaults/kv-polled"
_ZONE = f"{_NETWORK}/privateDnsZones/privatelink.vaultcore.azure.net"
_PHI = "azureml://registries/azureml/models/Phi-3-mini-128k-instruct"
_MINISTRAL = "azureml://registries/azureml/models/Ministral-3B"
_HERE: Body = {"location": "eastus2"}
_WITH_IDENTITY: Body = {**_HERE, "identity": {"type": "SystemAssigned"}}


def resources() -> Mapping[str, Body]:
    """Returns the bodies by id; what a body names comes before it."""
    return {GROUP: _HERE} | _plain() | _networks() | _accounts() | _workspaces()


def _plain() -> Mapping[str, Body]:
    vault = {"tenantId": TENANT_ID, "sku": {"family": "A", "name": "standard"}, "accessPolicies": []}
    return {
        _STORAGE: {**_HERE, "kind": "StorageV2", "sku": {"name": "Standard_LRS"}, "properties": {}},
        _VAULT: {**_HERE, "properties": vault},
        f"{GROUP}/providers/Microsoft.ContainerRegistry/registries/crpolled": {
            **_HERE,
            "sku": {"name": "Basic"},
            "properties": {},
        },
        f"{GROUP}/providers/Microsoft.OperationalInsights/workspaces/log-polled": {**_HERE, "properties": {}},
    }


def _networks() -> Mapping[str, Body]:
    network, group = f"{_NETWORK}/virtualNetworks/vnet", f"{_NETWORK}/networkSecurityGroups/nsg"
    rule = {"access": "Allow", "direction": "Inbound", "priority": 100, "protocol": "Tcp"}
    rule |= {"sourceAddressPrefix": "*", "sourcePortRange": "*"}
    rule |= {"destinationAddressPrefix": "*", "destinationPortRange": "443"}
    connection = {"name": "link", "properties": {"privateLinkServiceId": _VAULT, "groupIds": ["vault"]}}
    endpoint = {"subnet": {"id": f"{network}/subnets/inner"}, "privateLinkServiceConnections": [connection]}
    zones = [{"name": "vault", "properties": {"privateDnsZoneId": _ZONE}}]
    return {
        network: {**_HERE, "properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}}},
        f"{network}/subnets/inner": {"properties": {"addressPrefix": "10.0.1.0/24"}},
        group: {**_HERE, "properties": {}},
        f"{group}/securityRules/in": {"properties": rule},
        _ZONE: {"location": "global"},
        f"{_ZONE}/virtualNetworkLinks/link": {
            "location": "global",
            "properties": {"virtualNetwork": {"id": network}, "registrationEnabled": False},
        },
        f"{_NETWORK}/privateEndpoints/pe": {**_HERE, "properties": endpoint},
        f"{_NETWORK}/privateEndpoints/pe/privateDnsZoneGroups/default": {
            "properties": {"privateDnsZoneConfigs": zones}
        },
    }


def _accounts() -> Mapping[str, Body]:
    properties = {"allowProjectManagement": True, "customSubDomainName": "ai-polled"}
    model = {"format": "OpenAI", "name": "gpt-4o", "version": "2024-08-06"}
    policy = {"basePolicyName": "Microsoft.DefaultV2", "mode": "Blocking", "contentFilters": []}
    plan = {"hostingModel": "Web", "planType": "TA", "current": {"tier": "T1"}}
    agents = {"properties": {"capabilityHostKind": "Agents"}}
    return {
        _COGNITIVE: {**_WITH_IDENTITY, "kind": "AIServices", "sku": {"name": "S0"}, "properties": properties},
        f"{_COGNITIVE}/deployments/chat": {
            "sku": {"name": "GlobalStandard", "capacity": 1},
            "properties": {"model": model},
        },
        f"{_COGNITIVE}/projects/first": {**_WITH_IDENTITY, "properties": {}},
        f"{_COGNITIVE}/raiPolicies/strict": {"properties": policy},
        f"{_COGNITIVE}/raiBlocklists/words": {"properties": {"description": "words"}},
        f"{_COGNITIVE}/raiBlocklists/words/raiBlocklistItems/one": {"properties": {"pattern": "one", "isRegex": False}},
        f"{_COGNITIVE}/commitmentPlans/plan": {"properties": plan},
        f"{_COGNITIVE}/capabilityHosts/agents": agents,
        f"{_COGNITIVE}/projects/first/capabilityHosts/agents": agents,
    }


def _workspaces() -> Mapping[str, Body]:
    stands_on = {"storageAccount": _STORAGE, "keyVault": _VAULT, "systemDatastoresAuthMode": "identity"}
    isolated = {"isolationMode": "AllowOnlyApprovedOutbound"}
    nodes = {"vmSize": "Standard_E4s_v3", "scaleSettings": {"minNodeCount": 0, "maxNodeCount": 1}}
    host = {"type": "FQDN", "category": "UserDefined", "destination": "packages.example.com"}
    image = {"image": "mcr.microsoft.com/x:1", "condaFile": "name: x"}
    job = {
        "jobType": "Command",
        "command": "true",
        "environmentId": f"{_PROJECT}/environments/own/versions/1",
        "computeId": f"{_PROJECT}/computes/cluster",
    }
    return {
        _HUB: {**_WITH_IDENTITY, "kind": "Hub", "properties": {**stands_on, "managedNetwork": isolated}},
        f"{_HUB}/outboundRules/packages": {"properties": host},
        _PROJECT: {**_WITH_IDENTITY, "kind": "Project", "properties": {"hubResourceId": _HUB}},
        f"{_PROJECT}/capabilityHosts/agents": {"properties": {"capabilityHostKind": "Agents"}},
        f"{_PROJECT}/computes/cluster": {**_HERE, "properties": {"computeType": "AmlCompute", "properties": nodes}},
        f"{_PROJECT}/marketplaceSubscriptions/ministral": {"properties": {"modelId": _MINISTRAL}},
        f"{_PROJECT}/environments/own/versions/1": {"properties": image},
        f"{_PROJECT}/jobs/run": {"properties": job},
        f"{_PROJECT}/serverlessEndpoints/less-polled": {
            **_HERE,
            "sku": {"name": "Consumption"},
            "properties": {"authMode": "Key", "modelSettings": {"modelId": _PHI}},
        },
        f"{_PROJECT}/onlineEndpoints/on-polled": {**_WITH_IDENTITY, "properties": {"authMode": "Key"}},
    }
