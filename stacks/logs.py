"""Where a stack's logs go: a Log Analytics workspace of its own, or one that is there already."""

from typing import Final

import pulumi

from infra.diagnostics import Diagnostics, DiagnosticsInputs
from infra.existing import Existing
from infra.log_analytics import ARM_TYPE, LogAnalytics, LogAnalyticsInputs
from stacks.foundation import Foundation
from stacks.settings import Settings

RETENTION_DAYS: Final = 30

_NETWORK: Final = "Microsoft.Network/virtualNetworks"
_SECURITY_GROUP: Final = "Microsoft.Network/networkSecurityGroups"


def declare_logs(settings: Settings, foundation: Foundation) -> pulumi.Output[str]:
    """Declares the workspace, unless the settings name one, and gives its ARM id."""
    return log_analytics(settings, foundation).id


def log_analytics(settings: Settings, foundation: Foundation) -> LogAnalytics | Existing:
    """Declares the workspace, unless the settings name one, and sends it the logs of what the foundation has."""
    if settings.existing.log_analytics is not None:
        workspace: LogAnalytics | Existing = Existing("logs", settings.existing.log_analytics)
    else:
        inputs = LogAnalyticsInputs(
            name=foundation.names.log_analytics_workspace,
            retention_days=RETENTION_DAYS,
            delete_permanently=settings.soft_deleted == "purge",
            access=foundation.telemetry_access,
        )
        kept = pulumi.ResourceOptions(protect=settings.protect)
        workspace = LogAnalytics("logs", inputs, foundation.placement, kept)
        observe(settings, "logs", ARM_TYPE, workspace.id, workspace.id)
    network = foundation.network
    if network is not None:
        observe(settings, "network", _NETWORK, network.id, workspace.id)
        for subnet, group_id in network.security_group_ids.items():
            observe(settings, f"network-{subnet}", _SECURITY_GROUP, group_id, workspace.id)
    return workspace


def observe(
    settings: Settings,
    name: str,
    arm_type: str,
    resource_id: pulumi.Input[str],
    log_analytics_id: pulumi.Input[str],
) -> tuple[pulumi.Resource, ...]:
    """Sends a resource's logs and metrics to the workspace, unless the settings say otherwise."""
    if not settings.diagnostics:
        return ()
    return (Diagnostics(f"{name}-logs", DiagnosticsInputs(resource_id, log_analytics_id, arm_type)),)
