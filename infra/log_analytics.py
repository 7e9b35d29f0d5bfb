"""The Log Analytics workspace that logs and telemetry end up in."""

from dataclasses import dataclass
from typing import Final

import pulumi

from infra.access import PUBLIC, Access
from infra.options import child
from infra.permanent_deletion import PermanentDeletion
from infra.placement import Placement

ARM_TYPE: Final = "Microsoft.OperationalInsights/workspaces"


@dataclass(frozen=True)
class LogAnalyticsInputs:
    """What the workspace is called and how long it keeps logs.

    Attributes:
        name: 4 to 63 letters, digits and hyphens.
        retention_days: Days that logs are kept; 30 are free of charge.
        delete_permanently: Whether its logs go with it at once, instead of being kept for 14 days under its name.
        access: From where logs are sent and read. Private needs the network's Azure Monitor Private Link Scope, of
            which a network has one; resource logs by diagnostic settings come in without.
    """

    name: str
    retention_days: int
    delete_permanently: bool
    access: Access = PUBLIC


class LogAnalytics(pulumi.ComponentResource):
    """A Log Analytics workspace, billed by what it takes in, to be read under roles alone.

    Attributes:
        id: The workspace's ARM id, known when everything that must outlive its users is there.
        name: The workspace's name.
    """

    id: pulumi.Output[str]
    name: pulumi.Output[str]

    def __init__(
        self,
        name: str,
        inputs: LogAnalyticsInputs,
        placement: Placement,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("tunestack:infra:LogAnalytics", name, None, opts)
        from pulumi_azure_native import operationalinsights

        types = operationalinsights.PublicNetworkAccessType
        network = types.DISABLED if inputs.access.is_private else types.ENABLED
        workspace = operationalinsights.Workspace(
            name,
            workspace_name=inputs.name,
            resource_group_name=placement.resource_group_name,
            location=placement.location,
            tags=dict(placement.tags),
            sku=operationalinsights.WorkspaceSkuArgs(name=operationalinsights.WorkspaceSkuNameEnum.PER_GB2018),
            retention_in_days=inputs.retention_days,
            features=operationalinsights.WorkspaceFeaturesArgs(
                disable_local_auth=True, enable_log_access_using_only_resource_permissions=True
            ),
            public_network_access_for_ingestion=network,
            public_network_access_for_query=network,
            opts=child(self),
        )
        self.name = workspace.name
        self.id = workspace.id
        if inputs.delete_permanently:
            deletion = PermanentDeletion(f"{name}-deletion", workspace.id, opts=child(self))
            self.id = deletion.resource_id
        self.register_outputs({"id": self.id, "name": self.name})
