"""Application Insights on Log Analytics, by azure-mgmt-applicationinsights and azure-mgmt-loganalytics."""

from collections.abc import Iterator

from azure.mgmt.applicationinsights import ApplicationInsightsManagementClient
from azure.mgmt.loganalytics import LogAnalyticsManagementClient
from setting import LOCATION, SUBSCRIPTION, Command, credential, group_commands, holds, refuses

GROUP, NAME = "conformance-insights", "conformanceinsights"
WORKSPACE = (
    f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{GROUP}/providers/Microsoft.OperationalInsights/workspaces/{NAME}"
)
TAGS = {"tags": {"stage": "two"}}


def commands() -> Iterator[Command]:
    """Makes a workspace and a component on it, changes both and deletes both."""
    logs = LogAnalyticsManagementClient(credential(), SUBSCRIPTION)
    insights = ApplicationInsightsManagementClient(credential(), SUBSCRIPTION, api_version="2020-02-02")
    yield from group_commands(GROUP, "Microsoft.OperationalInsights", "Microsoft.Insights")
    yield from _workspaces(logs)
    yield from _components(insights)
    workspaces, deleted = logs.workspaces, logs.deleted_workspaces
    yield "workspaces.begin_delete", lambda: workspaces.begin_delete(GROUP, NAME).result()
    yield "deleted_workspaces.list", lambda: holds(NAME in [one.name for one in deleted.list()], True)
    yield (
        "deleted_workspaces.list_by_resource_group",
        lambda: holds([one.name for one in deleted.list_by_resource_group(GROUP)], [NAME]),
    )


def _workspaces(client: LogAnalyticsManagementClient) -> Iterator[Command]:
    workspaces = client.workspaces
    body = {"location": LOCATION, "properties": {"sku": {"name": "PerGB2018"}, "retentionInDays": 30}}
    yield (
        "workspaces.begin_create_or_update",
        lambda: holds(workspaces.begin_create_or_update(GROUP, NAME, body).result().name, NAME),
    )
    yield "workspaces.get", lambda: holds(workspaces.get(GROUP, NAME).retention_in_days, 30)
    yield "workspaces.update", lambda: holds(workspaces.update(GROUP, NAME, TAGS).tags, {"stage": "two"})
    yield (
        "workspaces.list_by_resource_group",
        lambda: holds([one.name for one in workspaces.list_by_resource_group(GROUP)], [NAME]),
    )
    yield "workspaces.list", lambda: holds(NAME in [one.name for one in workspaces.list()], True)
    keys = client.shared_keys
    yield "shared_keys.get_shared_keys", lambda: holds(bool(keys.get_shared_keys(GROUP, NAME).primary_shared_key), True)


def _components(client: ApplicationInsightsManagementClient) -> Iterator[Command]:
    components = client.components
    body = {
        "location": LOCATION,
        "kind": "web",
        "properties": {"Application_Type": "web", "WorkspaceResourceId": WORKSPACE},
    }
    yield (
        "components.create_or_update",
        lambda: holds(components.create_or_update(GROUP, NAME, body).workspace_resource_id, WORKSPACE),
    )
    yield "components.get", lambda: holds(bool(components.get(GROUP, NAME).connection_string), True)
    yield "components.update_tags", lambda: holds(components.update_tags(GROUP, NAME, TAGS).tags, {"stage": "two"})
    yield (
        "components.list_by_resource_group",
        lambda: holds([one.name for one in components.list_by_resource_group(GROUP)], [NAME]),
    )
    yield "components.list", lambda: holds(NAME in [one.name for one in components.list()], True)
    yield "components.delete", lambda: components.delete(GROUP, NAME)
    yield "components.get of none", lambda: refuses("ResourceNotFound", lambda: components.get(GROUP, NAME))
