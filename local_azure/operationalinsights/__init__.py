"""Log Analytics workspaces: ids, keys, and recovery within fourteen days. No logs are kept."""

from collections.abc import Mapping, Sequence

from starlette.routing import BaseRoute

from local_azure.behaviour import Behaviour
from local_azure.platform import Platform
from local_azure.service import Service


def _routes(platform: Platform) -> Sequence[BaseRoute]:
    from local_azure.operationalinsights.deleted_workspaces import deleted_workspace_routes

    return deleted_workspace_routes(platform)


def _behaviours(platform: Platform) -> Mapping[str, Behaviour]:
    from local_azure.operationalinsights.workspaces import workspace_behaviour

    return {"microsoft.operationalinsights/workspaces": workspace_behaviour(platform)}


SERVICE = Service(name="operationalinsights", management_routes=_routes, behaviours=_behaviours)
