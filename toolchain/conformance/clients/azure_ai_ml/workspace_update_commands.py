"""Workspaces that are there: read, listed by kind and scope, given another description, deleted for good."""

from collections.abc import Iterator
from typing import Any

from azure.ai.ml import MLClient
from azure.ai.ml.constants import Scope
from azure.ai.ml.entities import Workspace
from place import NAME, put_workspace
from setting import LOCATION, Command, holds, is_gone

OTHER = "conformancemltoo"


def workspace_update_commands(client: MLClient, body: dict[str, Any]) -> Iterator[Command]:
    """Reads the client's workspace, and updates and deletes another one on the same storage account.

    Args:
        client: On the client's workspace.
        body: What the other workspace is made of.
    """
    workspaces = client.workspaces
    yield "workspaces.get", lambda: holds(workspaces.get(NAME).location, LOCATION)
    yield (
        "workspaces.get of its addresses",
        lambda: holds(workspaces.get(NAME).mlflow_tracking_uri.startswith("azureml://"), True),
    )
    yield "workspaces.get of none", lambda: is_gone(lambda: workspaces.get("conformance-none"))
    yield "workspaces.list", lambda: holds(NAME in [one.name for one in workspaces.list()], True)
    yield (
        "workspaces.list in the subscription",
        lambda: holds(NAME in [one.name for one in workspaces.list(scope=Scope.SUBSCRIPTION)], True),
    )
    yield (
        "workspaces.list of hubs alone",
        lambda: holds([one.name for one in workspaces.list(filtered_kinds="hub")], []),
    )
    yield "another workspace", lambda: put_workspace(OTHER, body)
    yield (
        "workspaces.begin_update",
        lambda: holds(
            workspaces.begin_update(Workspace(name=OTHER, description="updated", display_name="Other", tags={"a": "b"}))
            .result()
            .description,
            "updated",
        ),
    )
    yield "workspaces.get of what was updated", lambda: holds(_told(workspaces.get(OTHER)), ("Other", {"a": "b"}))
    yield (
        "workspaces.begin_delete for good",
        lambda: workspaces.begin_delete(OTHER, delete_dependent_resources=False, permanently_delete=True).result(),
    )
    yield "workspaces.get of what was deleted", lambda: is_gone(lambda: workspaces.get(OTHER))


def _told(workspace: Workspace) -> tuple[str, dict[str, str]]:
    return workspace.display_name, dict(workspace.tags)
