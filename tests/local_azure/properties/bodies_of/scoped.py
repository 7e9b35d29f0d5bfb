"""Bodies of what is put on other resources or on the group."""

from collections.abc import Mapping

from local_azure.identity import DEPLOYER_OBJECT_ID, SUBSCRIPTION_SCOPE
from tests.local_azure.properties.bodies_of.parts import AUTHORIZATION, COGNITIVE, GUID, INSIGHTS, READER, STORAGE, Body


def scoped_bodies(group: str, suffix: str) -> Mapping[str, Body]:
    """Returns the bodies of what is put on others: locks, roles, policies, budgets, alerts, settings."""
    account = f"{COGNITIVE}/ai-there-{suffix}"
    roles = f"{SUBSCRIPTION_SCOPE}/{AUTHORIZATION}/roleDefinitions"
    workspace = f"{group}/providers/Microsoft.OperationalInsights/workspaces/log-there"
    condition = "@Request[Microsoft.Authorization/roleAssignments:PrincipalType] StringEquals 'User'"
    assignment = {"roleDefinitionId": f"{roles}/{READER}", "principalId": f"{GUID}aa", "principalType": "User"}
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
        f"{STORAGE}/stthere{suffix}/{AUTHORIZATION}/locks/keep": {
            "properties": {"level": "CanNotDelete", "notes": "why", "owners": [{"applicationId": DEPLOYER_OBJECT_ID}]}
        },
        f"{AUTHORIZATION}/roleAssignments/{GUID}bb": {
            "properties": {**assignment, "condition": condition, "conditionVersion": "2.0"}
        },
        f"{AUTHORIZATION}/roleDefinitions/{GUID}cc": {
            "properties": {
                "roleName": f"Own {suffix}",
                "description": "own",
                "permissions": [{"actions": ["*/read"], "notActions": [], "dataActions": [], "notDataActions": []}],
                "assignableScopes": [group],
            }
        },
        f"{AUTHORIZATION}/policyDefinitions/new": {
            "properties": {
                "mode": "Indexed",
                "displayName": "New",
                "metadata": {"category": "Own"},
                "parameters": {"kinds": {"type": "Array", "allowedValues": ["a", "b"], "defaultValue": ["a"]}},
                "policyRule": {"if": {"anyOf": [{"allOf": [rule, counted]}]}, "then": {"effect": "audit"}},
            }
        },
        f"{AUTHORIZATION}/policyAssignments/new": {
            "location": "eastus2",
            "properties": {
                "policyDefinitionId": f"{group}/{AUTHORIZATION}/policyDefinitions/there",
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
        f"{account}/{INSIGHTS}/diagnosticSettings/new": {
            "properties": {
                "workspaceId": workspace,
                "logs": [{"categoryGroup": "allLogs", "enabled": True}],
                "metrics": [{"category": "AllMetrics", "enabled": True}],
            }
        },
        f"{INSIGHTS}/metricAlerts/slow": {
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
                "actions": [{"actionGroupId": f"{group}/{INSIGHTS}/actionGroups/us"}],
            },
        },
    }
