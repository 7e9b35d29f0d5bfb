"""Where a stack's logs go: a Log Analytics workspace of its own, or one that is there already."""

from typing import Final

import pulumi

from infra.log_analytics import LogAnalytics, LogAnalyticsInputs
from stacks.foundation import Foundation
from stacks.settings import Settings

RETENTION_DAYS: Final = 30


def declare_logs(settings: Settings, foundation: Foundation) -> pulumi.Output[str]:
    """Declares the workspace, unless the settings name one, and gives its ARM id."""
    if settings.existing.log_analytics is not None:
        return pulumi.Output.from_input(settings.existing.log_analytics)
    inputs = LogAnalyticsInputs(
        name=foundation.names.log_analytics_workspace,
        retention_days=RETENTION_DAYS,
        delete_permanently=settings.soft_deleted == "purge",
    )
    return LogAnalytics("logs", inputs, foundation.placement).id
