"""Application Insights: traces and metrics of the hub and its endpoints."""

from dataclasses import dataclass

import pulumi

from infra.access import PUBLIC, Access
from infra.options import child
from infra.placement import Placement


@dataclass(frozen=True)
class ApplicationInsightsInputs:
    """What the component is called and where its telemetry is kept.

    Attributes:
        name: 1 to 260 characters.
        log_analytics_id: ARM id of the Log Analytics workspace.
        access: From where telemetry is sent and read; see LogAnalyticsInputs.
    """

    name: str
    log_analytics_id: pulumi.Input[str]
    access: Access = PUBLIC


class ApplicationInsights(pulumi.ComponentResource):
    """An Application Insights component that takes telemetry from Entra identities alone.

    Attributes:
        id: The component's ARM id.
        name: The component's name.
    """

    id: pulumi.Output[str]
    name: pulumi.Output[str]

    def __init__(
        self,
        name: str,
        inputs: ApplicationInsightsInputs,
        placement: Placement,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("tunestack:infra:ApplicationInsights", name, None, opts)
        from pulumi_azure_native import applicationinsights

        types = applicationinsights.PublicNetworkAccessType
        network = types.DISABLED if inputs.access.is_private else types.ENABLED
        component = applicationinsights.Component(
            name,
            resource_name_=inputs.name,
            resource_group_name=placement.resource_group_name,
            location=placement.location,
            tags=dict(placement.tags),
            kind="web",
            application_type=applicationinsights.ApplicationType.WEB,
            ingestion_mode=applicationinsights.IngestionMode.LOG_ANALYTICS,
            workspace_resource_id=inputs.log_analytics_id,
            disable_local_auth=True,
            public_network_access_for_ingestion=network,
            public_network_access_for_query=network,
            opts=child(self),
        )
        self.id = component.id
        self.name = component.name
        self.register_outputs({"id": self.id, "name": self.name})
