"""A body that is taken for each type of resource that clients PUT, in a group where all that it names is there."""

from collections.abc import Mapping
from typing import Any

from local_azure.identity import DEPLOYER_OBJECT_ID, SUBSCRIPTION_SCOPE, TENANT_ID
from tests.local_azure.properties.in_process import InProcess

Body = dict[str, Any]

GPT_4O = {"format": "OpenAI", "name": "gpt-4o", "version": "2024-08-06"}
PHI = "azureml://registries/azureml/models/Phi-3-mini-128k-instruct"
_AUTHORIZATION = "providers/Microsoft.Authorization"
_COGNITIVE = "providers/Microsoft.CognitiveServices/accounts"
_INSIGHTS = "providers/Microsoft.Insights"
_LEARNING = "providers/Microsoft.MachineLearningServices/workspaces"
_NETWORK = "providers/Microsoft.Network"
_STORAGE = "providers/Microsoft.Storage/storageAccounts"
_READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7"
_GUID = "5ca1ab1e-0000-4000-8000-0000000000"


def make_world(azure: InProcess, group: str, suffix: str) -> None:
    """Makes a group with everything that bodies name.

    Args:
        azure: The local Azure.
        group: The group's id.
        suffix: Two characters that make names unique in the world.
    """
    azure.put(group, {"location": "eastus2"})
    for path, body in _there(group, suffix).items():
        azure.put(f"{group}/{path}", body)


def bodies(group: str, suffix: str) -> Mapping[str, Body]:
    """Returns the body of one more resource of each type, by its path in the group."""
    return {
        **_plain(group, suffix),
        **_cognitive(suffix),
        **_learning(group, suffix),
        **_network(group, suffix),
        **_scoped(group, suffix),
    }


def _there(group: str, suffix: str) -> Mapping[str, Body]:
    storage, vault = (
        f"{group}/{_STORAGE}/stthere{suffix}",
        f"{group}/providers/Microsoft.KeyVault/vaults/kv-there-{suffix}",
    )
    zone = f"{_NETWORK}/privateDnsZones/privatelink.vaultcore.azure.net"
    subnets = [{"name": "inner", "properties": {"addressPrefix": "10.0.1.0/24"}}]
    stands_on = {"storageAccount": storage, "keyVault": vault, "systemDatastoresAuthMode": "identity"}
    closed = {"managedNetwork": {"isolationMode": "AllowOnlyApprovedOutbound"}}
    common = {"location": "eastus2", "identity": {"type": "SystemAssigned"}}
    rule = {"if": {"field": "tags['never']", "equals": "there"}, "then": {"effect": "deny"}}
    return {
        f"{_STORAGE}/stthere{suffix}": _account(),
        f"providers/Microsoft.KeyVault/vaults/kv-there-{suffix}": _vault(),
        "providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-there": {"location": "eastus2"},
        "providers/Microsoft.OperationalInsights/workspaces/log-there": {"location": "eastus2", "properties": {}},
        f"{_INSIGHTS}/actionGroups/us": _action_group(),
        f"{_COGNITIVE}/ai-there-{suffix}": _ai_account(f"ai-there-{suffix}"),
        f"{_COGNITIVE}/ai-there-{suffix}/projects/first": {**common, "properties": {}},
        f"{_COGNITIVE}/ai-there-{suffix}/raiBlocklists/words": {"properties": {"description": "words"}},
        f"{_NETWORK}/virtualNetworks/vnet-there": _virtual_network("10.0.0.0/16", subnets),
        f"{_NETWORK}/networkSecurityGroups/nsg-there": {"location": "eastus2", "properties": {}},
        zone: {"location": "global"},
        f"{_NETWORK}/privateEndpoints/pe-there": _endpoint(group, vault),
        f"{_LEARNING}/hub-there": {**common, "kind": "Hub", "properties": {**stands_on, **closed}},
        f"{_LEARNING}/project-there": {
            **common,
            "kind": "Project",
            "properties": {"hubResourceId": f"{group}/{_LEARNING}/hub-there"},
        },
        f"{_LEARNING}/project-there/onlineEndpoints/on-there-{suffix}": _online_endpoint(),
        f"{_AUTHORIZATION}/policyDefinitions/there": {"properties": {"mode": "All", "policyRule": rule}},
    }


def _plain(group: str, suffix: str) -> Mapping[str, Body]:
    identity = f"{group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-there"
    return {
        f"{_STORAGE}/stnew{suffix}": {
            **_account(),
            "identity": {"type": "SystemAssigned,UserAssigned", "userAssignedIdentities": {identity: {}}},
        },
        f"{_STORAGE}/stthere{suffix}/blobServices/default": {
            "properties": {"deleteRetentionPolicy": {"enabled": True, "days": 7}}
        },
        f"{_STORAGE}/stthere{suffix}/blobServices/default/containers/new": {"properties": {"metadata": {"a": "b"}}},
        f"providers/Microsoft.KeyVault/vaults/kv-new-{suffix}": _vault(),
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
        f"{_INSIGHTS}/components/appi-new": {
            "location": "eastus2",
            "kind": "web",
            "properties": {
                "Application_Type": "web",
                "WorkspaceResourceId": f"{group}/providers/Microsoft.OperationalInsights/workspaces/log-there",
            },
        },
        f"{_INSIGHTS}/actionGroups/them": _action_group(),
    }


def _scoped(group: str, suffix: str) -> Mapping[str, Body]:
    account = f"{_COGNITIVE}/ai-there-{suffix}"
    roles = f"{SUBSCRIPTION_SCOPE}/{_AUTHORIZATION}/roleDefinitions"
    workspace = f"{group}/providers/Microsoft.OperationalInsights/workspaces/log-there"
    condition = "@Request[Microsoft.Authorization/roleAssignments:PrincipalType] StringEquals 'User'"
    assignment = {"roleDefinitionId": f"{roles}/{_READER}", "principalId": f"{_GUID}aa", "principalType": "User"}
    rule = {"allOf": [{"field": "type", "like": "Microsoft.*"}, {"not": {"field": "name", "in": ["a", "b"]}}]}
    counted = {"count": {"field": "Microsoft.Storage/storageAccounts/networkAcls.ipRules[*]"}, "greater": 100}
    criterion = {
        "name": "slow",
        "criterionType": "StaticThresholdCriterion",
        "metricName": "AzureOpenAITTLTInMS",
        "operator": "GreaterThan",
        "threshold": 5,
        "timeAggregation": "Average",
        "dimensions": [{"name": "ModelDeploymentName", "operator": "Include", "values": ["*"]}],
    }
    return {
        f"{_STORAGE}/stthere{suffix}/{_AUTHORIZATION}/locks/keep": {
            "properties": {"level": "CanNotDelete", "notes": "why", "owners": [{"applicationId": DEPLOYER_OBJECT_ID}]}
        },
        f"{_AUTHORIZATION}/roleAssignments/{_GUID}bb": {
            "properties": {**assignment, "condition": condition, "conditionVersion": "2.0"}
        },
        f"{_AUTHORIZATION}/roleDefinitions/{_GUID}cc": {
            "properties": {
                "roleName": f"Own {suffix}",
                "description": "own",
                "permissions": [{"actions": ["*/read"], "notActions": [], "dataActions": [], "notDataActions": []}],
                "assignableScopes": [group],
            }
        },
        f"{_AUTHORIZATION}/policyDefinitions/new": {
            "properties": {
                "mode": "Indexed",
                "displayName": "New",
                "metadata": {"category": "Own"},
                "parameters": {"kinds": {"type": "Array", "allowedValues": ["a", "b"], "defaultValue": ["a"]}},
                "policyRule": {"if": {"anyOf": [{"allOf": [rule, counted]}]}, "then": {"effect": "audit"}},
            }
        },
        f"{_AUTHORIZATION}/policyAssignments/new": {
            "location": "eastus2",
            "properties": {
                "policyDefinitionId": f"{group}/{_AUTHORIZATION}/policyDefinitions/there",
                "displayName": "New",
                "notScopes": [f"{group}/providers"],
                "parameters": {},
                "nonComplianceMessages": [{"message": "no"}],
                "enforcementMode": "DoNotEnforce",
                "metadata": {"category": "Own"},
            },
        },
        "providers/Microsoft.Consumption/budgets/monthly": {
            "properties": {
                "category": "Cost",
                "amount": 500,
                "timeGrain": "Monthly",
                "timePeriod": {"startDate": "2026-10-01T00:00:00Z"},
                "filter": {"and": [{"dimensions": {"name": "ResourceId", "operator": "In", "values": ["a"]}}]},
                "notifications": {
                    "actual-80": {
                        "enabled": True,
                        "operator": "GreaterThanOrEqualTo",
                        "threshold": 80,
                        "contactEmails": ["us@example.com"],
                    }
                },
            }
        },
        f"{account}/{_INSIGHTS}/diagnosticSettings/new": {
            "properties": {
                "workspaceId": workspace,
                "logs": [{"categoryGroup": "allLogs", "enabled": True}],
                "metrics": [{"category": "AllMetrics", "enabled": True}],
            }
        },
        f"{_INSIGHTS}/metricAlerts/slow": {
            "location": "global",
            "properties": {
                "severity": 3,
                "enabled": True,
                "scopes": [f"{group}/{account}"],
                "evaluationFrequency": "PT5M",
                "windowSize": "PT5M",
                "criteria": {
                    "odata.type": "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria",
                    "allOf": [criterion],
                },
                "actions": [{"actionGroupId": f"{group}/{_INSIGHTS}/actionGroups/us"}],
            },
        },
    }


def _cognitive(suffix: str) -> Mapping[str, Body]:
    account = f"{_COGNITIVE}/ai-there-{suffix}"
    key: Body = {
        "properties": {
            "category": "ApiKey",
            "authType": "ApiKey",
            "target": "https://weather.example.com/",
            "isSharedToAll": True,
            "credentials": {"key": "plain"},
            "metadata": {"a": "b"},
        }
    }
    blocked = {"name": "Hate", "blocking": True, "enabled": True, "severityThreshold": "Medium", "source": "Prompt"}
    lists = [{"blocklistName": "words", "blocking": True, "source": "Prompt"}]
    policy = {"basePolicyName": "Microsoft.DefaultV2", "mode": "Blocking", "contentFilters": [blocked]}
    return {
        f"{_COGNITIVE}/ai-new-{suffix}": _ai_account(f"ai-new-{suffix}"),
        f"{account}/deployments/chat": {
            "sku": {"name": "GlobalStandard", "capacity": 1},
            "properties": {"model": GPT_4O, "versionUpgradeOption": "NoAutoUpgrade"},
        },
        f"{account}/projects/second": {
            "location": "eastus2",
            "identity": {"type": "SystemAssigned"},
            "properties": {"displayName": "Second", "description": "d"},
        },
        f"{account}/connections/weather": key,
        f"{account}/projects/first/connections/weather": key,
        f"{account}/capabilityHosts/agents": {"properties": {"capabilityHostKind": "Agents"}},
        f"{account}/projects/first/capabilityHosts/agents": {
            "properties": {"capabilityHostKind": "Agents", "storageConnections": []}
        },
        f"{account}/raiPolicies/strict": {"properties": {**policy, "customBlocklists": lists}},
        f"{account}/raiBlocklists/more": {"properties": {"description": "more"}},
        f"{account}/raiBlocklists/words/raiBlocklistItems/one": {"properties": {"pattern": "one", "isRegex": False}},
        f"{account}/commitmentPlans/plan": {
            "properties": {"hostingModel": "Web", "planType": "TA", "current": {"tier": "T1"}}
        },
    }


def _learning(group: str, suffix: str) -> Mapping[str, Body]:
    project = f"{_LEARNING}/project-there"
    common = {"location": "eastus2", "identity": {"type": "SystemAssigned"}}
    stands_on = {
        "storageAccount": f"{group}/{_STORAGE}/stthere{suffix}",
        "keyVault": f"{group}/providers/Microsoft.KeyVault/vaults/kv-there-{suffix}",
    }
    nodes = {"vmSize": "Standard_E4s_v3", "scaleSettings": {"minNodeCount": 0, "maxNodeCount": 1}}
    host = {"type": "FQDN", "category": "UserDefined", "destination": "packages.example.com"}
    uri = "azureml://datastores/workspaceblobstore/paths/rows"
    tuning = {
        "modelProvider": "Custom",
        "taskType": "chatCompletion",
        "model": {"jobInputType": "mlflow_model", "uri": PHI},
        "trainingData": {"jobInputType": "uri_file", "uri": f"{uri}.jsonl"},
        "hyperParameters": {"num_train_epochs": "1"},
    }
    outputs = {"registered_model": {"jobOutputType": "mlflow_model", "assetName": "tuned"}}
    key = {"category": "ApiKey", "authType": "ApiKey", "target": "https://x.example.com/", "credentials": {"key": "p"}}
    return {
        f"{_LEARNING}/hub-new": {
            **common,
            "kind": "Hub",
            "properties": {**stands_on, "managedNetwork": {"isolationMode": "AllowInternetOutbound"}},
        },
        f"{_LEARNING}/project-new": {
            **common,
            "kind": "Project",
            "properties": {"hubResourceId": f"{group}/{_LEARNING}/hub-there", "friendlyName": "New"},
        },
        f"{project}/computes/cluster": {
            "location": "eastus2",
            "properties": {"computeType": "AmlCompute", "properties": nodes},
        },
        f"{project}/connections/other": {"properties": key},
        f"{project}/capabilityHosts/agents": {"properties": {"capabilityHostKind": "Agents"}},
        f"{_LEARNING}/hub-there/outboundRules/packages": {"properties": host},
        f"{project}/datastores/rows": {
            "properties": {
                "datastoreType": "AzureBlob",
                "accountName": f"stthere{suffix}",
                "containerName": "rows",
                "credentials": {"credentialsType": "None"},
            }
        },
        f"{project}/data/rows": {"properties": {"dataType": "uri_file", "description": "rows"}},
        f"{project}/data/rows/versions/1": {"properties": {"dataType": "uri_file", "dataUri": f"{uri}.jsonl"}},
        f"{project}/models/own": {"properties": {"description": "own"}},
        f"{project}/models/own/versions/1": {"properties": {"modelUri": uri, "modelType": "custom_model"}},
        f"{project}/codes/own": {"properties": {"description": "own"}},
        f"{project}/codes/own/versions/1": {"properties": {"codeUri": uri}},
        f"{project}/environments/own": {"properties": {"description": "own"}},
        f"{project}/environments/own/versions/1": {
            "properties": {"image": "mcr.microsoft.com/x:1", "condaFile": "name: x"}
        },
        f"{project}/jobs/tune": {
            "properties": {"jobType": "FineTuning", "fineTuningDetails": tuning, "outputs": outputs}
        },
        f"{project}/jobs/run": {
            "properties": {
                "jobType": "Command",
                "command": "true",
                "environmentId": f"{group}/{project}/environments/own/versions/1",
                "computeId": f"{group}/{project}/computes/cluster",
                "inputs": {"rows": {"jobInputType": "uri_file", "uri": f"{uri}.jsonl", "mode": "ReadOnlyMount"}},
                "outputs": {"made": {"jobOutputType": "uri_folder"}},
                "environmentVariables": {"A": "b"},
                "resources": {"instanceCount": 1},
            }
        },
        f"{project}/marketplaceSubscriptions/phi": {"properties": {"modelId": PHI}},
        f"{project}/serverlessEndpoints/less-{suffix}": {
            "location": "eastus2",
            "sku": {"name": "Consumption"},
            "properties": {"authMode": "Key", "modelSettings": {"modelId": PHI}},
        },
        f"{project}/onlineEndpoints/on-new-{suffix}": _online_endpoint(),
        f"{project}/onlineEndpoints/on-there-{suffix}/deployments/blue": {
            "location": "eastus2",
            "sku": {"name": "Default", "capacity": 1},
            "properties": {
                "endpointComputeType": "Managed",
                "instanceType": "Standard_E4s_v3",
                "codeConfiguration": {"codeId": f"{group}/{project}/codes/own/versions/1", "scoringScript": "s.py"},
                "environmentId": f"{group}/{project}/environments/own/versions/1",
                "requestSettings": {"requestTimeout": "PT90S", "maxConcurrentRequestsPerInstance": 4},
                "environmentVariables": {"WORKER_COUNT": "4"},
                "livenessProbe": {"period": "PT10S"},
            },
        },
    }


def _network(group: str, suffix: str) -> Mapping[str, Body]:
    subnets = [{"name": "inner", "properties": {"addressPrefix": "10.1.1.0/24"}}]
    rule = {
        "protocol": "Tcp",
        "access": "Allow",
        "direction": "Inbound",
        "priority": 100,
        "sourceAddressPrefix": "*",
        "sourcePortRange": "*",
        "destinationAddressPrefix": "*",
        "destinationPortRange": "443",
    }
    network, zone = (
        f"{_NETWORK}/virtualNetworks/vnet-there",
        f"{_NETWORK}/privateDnsZones/privatelink.vaultcore.azure.net",
    )
    account = f"{group}/{_STORAGE}/stthere{suffix}"
    link = {"virtualNetwork": {"id": f"{group}/{network}"}, "registrationEnabled": False}
    return {
        f"{_NETWORK}/virtualNetworks/vnet-new": _virtual_network("10.1.0.0/16", subnets),
        f"{network}/subnets/outer": {
            "properties": {
                "addressPrefix": "10.0.2.0/24",
                "serviceEndpoints": [{"service": "Microsoft.Storage"}],
                "networkSecurityGroup": {"id": f"{group}/{_NETWORK}/networkSecurityGroups/nsg-there"},
            }
        },
        f"{_NETWORK}/networkSecurityGroups/nsg-new": {
            "location": "eastus2",
            "properties": {"securityRules": [{"name": "in", "properties": rule}]},
        },
        f"{_NETWORK}/networkSecurityGroups/nsg-there/securityRules/in": {"properties": rule},
        f"{_NETWORK}/privateDnsZones/privatelink.blob.core.windows.net": {"location": "global"},
        f"{zone}/virtualNetworkLinks/link": {"location": "global", "properties": link},
        f"{_NETWORK}/privateEndpoints/pe-new": _endpoint(group, account, "blob"),
        f"{_NETWORK}/privateEndpoints/pe-there/privateDnsZoneGroups/default": {
            "properties": {
                "privateDnsZoneConfigs": [{"name": "vault", "properties": {"privateDnsZoneId": f"{group}/{zone}"}}]
            }
        },
    }


def _account() -> Body:
    rules = {"bypass": "AzureServices", "defaultAction": "Allow", "ipRules": [{"value": "203.0.113.10"}]}
    return {
        "location": "eastus2",
        "kind": "StorageV2",
        "sku": {"name": "Standard_LRS"},
        "properties": {"networkAcls": {**rules, "virtualNetworkRules": []}},
    }


def _vault() -> Body:
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


def _ai_account(subdomain: str) -> Body:
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


def _action_group() -> Body:
    receivers = [{"name": "us", "emailAddress": "us@example.com"}]
    return {
        "location": "global",
        "properties": {"groupShortName": "us", "enabled": True, "emailReceivers": receivers},
    }


def _virtual_network(prefix: str, subnets: list[Body]) -> Body:
    return {"location": "eastus2", "properties": {"addressSpace": {"addressPrefixes": [prefix]}, "subnets": subnets}}


def _endpoint(group: str, target: str, kind: str = "vault") -> Body:
    connection = {"name": "link", "properties": {"privateLinkServiceId": target, "groupIds": [kind]}}
    subnet = f"{group}/{_NETWORK}/virtualNetworks/vnet-there/subnets/inner"
    return {
        "location": "eastus2",
        "properties": {"subnet": {"id": subnet}, "privateLinkServiceConnections": [connection]},
    }


def _online_endpoint() -> Body:
    return {
        "location": "eastus2",
        "identity": {"type": "SystemAssigned"},
        "properties": {"authMode": "Key", "traffic": {}, "description": "d"},
    }
