"""Application Insights components, diagnostic settings, and the activity log. No telemetry is taken in."""

from collections.abc import Mapping, Sequence

from starlette.routing import BaseRoute

from local_azure.behaviour import Behaviour
from local_azure.platform import Platform
from local_azure.service import Service


def _behaviours(platform: Platform) -> Mapping[str, Behaviour]:
    from local_azure.insights.action_groups import action_group_behaviour
    from local_azure.insights.components import component_behaviour
    from local_azure.insights.diagnostic_settings import diagnostic_setting_behaviour
    from local_azure.insights.metric_alerts import metric_alert_behaviour

    return {
        "microsoft.insights/components": component_behaviour(platform),
        "microsoft.insights/diagnosticsettings": diagnostic_setting_behaviour(platform),
        "microsoft.insights/metricalerts": metric_alert_behaviour(platform),
        "microsoft.insights/actiongroups": action_group_behaviour(),
    }


def _management_routes(platform: Platform) -> Sequence[BaseRoute]:
    from local_azure.insights.activity_log import activity_log_routes

    return activity_log_routes(platform)


SERVICE = Service(name="insights", behaviours=_behaviours, management_routes=_management_routes)
