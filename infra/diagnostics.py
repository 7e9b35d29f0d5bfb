"""Diagnostic settings: a resource's logs and metrics go to Log Analytics."""

from dataclasses import dataclass

import pulumi

from catalogue.diagnostics import sendable
from infra.options import child


@dataclass(frozen=True)
class DiagnosticsInputs:
    """Whose logs go where.

    Attributes:
        resource_id: ARM id of the resource.
        log_analytics_id: ARM id of the Log Analytics workspace.
        arm_type: The resource's type, such as ``Microsoft.KeyVault/vaults``: what it can send is data of the catalogue.
    """

    resource_id: pulumi.Input[str]
    log_analytics_id: pulumi.Input[str]
    arm_type: str


class Diagnostics(pulumi.ComponentResource):
    """All logs and all metrics of a resource, as far as its type has them.

    Raises:
        UnknownDiagnosticsError: The type has no diagnostic settings.
    """

    def __init__(self, name: str, inputs: DiagnosticsInputs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("tunestack:infra:Diagnostics", name, None, opts)
        from pulumi_azure_native import monitor

        sends = sendable(inputs.arm_type)
        monitor.DiagnosticSetting(
            name,
            name="tunestack",
            resource_uri=inputs.resource_id,
            workspace_id=inputs.log_analytics_id,
            logs=[monitor.LogSettingsArgs(category_group="allLogs", enabled=True)] if sends.logs else None,
            metrics=[monitor.MetricSettingsArgs(category="AllMetrics", enabled=True)] if sends.metrics else None,
            opts=child(self),
        )
        self.register_outputs({})
