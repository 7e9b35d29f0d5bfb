"""Log Analytics workspaces: their customer id, and recovery within fourteen days. No logs are kept."""

from collections.abc import Mapping

from local_azure.behaviour import Behaviour
from local_azure.platform import Platform
from local_azure.service import Service


def _behaviours(platform: Platform) -> Mapping[str, Behaviour]:
    from local_azure.operationalinsights.workspaces import workspace_behaviour

    return {"microsoft.operationalinsights/workspaces": workspace_behaviour(platform)}


SERVICE = Service(name="operationalinsights", behaviours=_behaviours)
