"""Application Insights components and diagnostic settings, with their rules. No telemetry is taken in."""

from collections.abc import Mapping

from local_azure.behaviour import Behaviour
from local_azure.platform import Platform
from local_azure.service import Service


def _behaviours(platform: Platform) -> Mapping[str, Behaviour]:
    from local_azure.insights.components import component_behaviour
    from local_azure.insights.diagnostic_settings import diagnostic_setting_behaviour

    return {
        "microsoft.insights/components": component_behaviour(platform),
        "microsoft.insights/diagnosticsettings": diagnostic_setting_behaviour(platform),
    }


SERVICE = Service(name="insights", behaviours=_behaviours)
