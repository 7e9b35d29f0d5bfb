"""Alerts on metrics, whom they tell, and the activity log, by azure-mgmt-monitor."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from azure.mgmt.monitor import MonitorManagementClient
from azure.mgmt.storage import StorageManagementClient
from setting import LOCATION, SUBSCRIPTION, Command, credential, group_commands, holds, own_object_id, refuses

GROUP, NAME = "conformance-monitor", "conformancemonitor"
IN_GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{GROUP}/providers"
ACCOUNT = f"{IN_GROUP}/Microsoft.Storage/storageAccounts/{NAME}"
SINGLE = "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria"


def commands() -> Iterator[Command]:
    """Makes an account with an alert on it, and reads who did what in the group."""
    client = MonitorManagementClient(credential(), SUBSCRIPTION)
    accounts = StorageManagementClient(credential(), SUBSCRIPTION).storage_accounts
    body = {"location": LOCATION, "kind": "StorageV2", "sku": {"name": "Standard_LRS"}, "properties": {}}
    yield from group_commands(GROUP, "Microsoft.Insights", "Microsoft.Storage")
    yield "an account", lambda: accounts.begin_create(GROUP, NAME, body).result()
    yield from _alerts(client)
    yield "delete the account", lambda: accounts.delete(GROUP, NAME)
    yield "activity_logs.list of a group", lambda: _deleted_just_now_by(client, own_object_id())


def _alerts(client: MonitorManagementClient) -> Iterator[Command]:
    groups, alerts = client.action_groups, client.metric_alerts
    receiver = {"name": "one", "emailAddress": "someone@example.com", "useCommonAlertSchema": True}
    told = {
        "location": "Global",
        "properties": {"groupShortName": "conformance", "enabled": True, "emailReceivers": [receiver]},
    }
    criterion = {
        "name": "slow",
        "criterionType": "StaticThresholdCriterion",
        "metricName": "SuccessE2ELatency",
        "metricNamespace": "Microsoft.Storage/storageAccounts",
        "operator": "GreaterThan",
        "threshold": 1000,
        "timeAggregation": "Average",
    }
    alert = {
        "location": "global",
        "properties": {
            "severity": 2,
            "enabled": True,
            "scopes": [ACCOUNT],
            "evaluationFrequency": "PT5M",
            "windowSize": "PT15M",
            "criteria": {"odata.type": SINGLE, "allOf": [criterion]},
            "actions": [{"actionGroupId": f"{IN_GROUP}/Microsoft.Insights/actionGroups/told"}],
        },
    }
    yield "action_groups.create_or_update", lambda: holds(groups.create_or_update(GROUP, "told", told).name, "told")
    yield "action_groups.get", lambda: holds(groups.get(GROUP, "told").group_short_name, "conformance")
    yield "metric_alerts.create_or_update", lambda: holds(alerts.create_or_update(GROUP, "slow", alert).name, "slow")
    yield "metric_alerts.get", lambda: holds(alerts.get(GROUP, "slow").scopes, [ACCOUNT])
    yield (
        "metric_alerts.list_by_resource_group",
        lambda: holds([one.name for one in alerts.list_by_resource_group(GROUP)], ["slow"]),
    )
    yield "metric_alerts.delete", lambda: alerts.delete(GROUP, "slow")
    yield "metric_alerts.get of none", lambda: refuses("ResourceNotFound", lambda: alerts.get(GROUP, "slow"))
    yield "action_groups.delete", lambda: groups.delete(GROUP, "told")


def _deleted_just_now_by(client: MonitorManagementClient, caller: str) -> None:
    since = datetime.now(UTC) - timedelta(hours=1)
    asked = f"eventTimestamp ge '{since:%Y-%m-%dT%H:%M:%SZ}' and resourceGroupName eq '{GROUP}'"
    newest = next(iter(client.activity_logs.list(filter=asked)))
    holds(newest.operation_name.value.lower(), "microsoft.storage/storageaccounts/delete")
    holds((newest.caller, newest.resource_id.lower()), (caller, ACCOUNT.lower()))
    holds(newest.event_timestamp >= since or newest.event_timestamp, True)
