"""A cluster of machines for jobs: no node while there is no work, no way in but for jobs."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi

from infra.options import child
from infra.placement import Placement


@dataclass(frozen=True)
class ComputeClusterInputs:
    """What the cluster is made of.

    Attributes:
        name: 3 to 24 letters, digits and hyphens, unique in the workspace.
        workspace_name: The workspace.
        sku: The machine, such as ``Standard_NC24ads_A100_v4``.
        nodes: How many of them at most.
        idle_minutes: Minutes without work before a node is freed.
        identity_id: The user-assigned identity that jobs run under.
        private: Whether nodes have no address of their own on the internet; needs a private workspace.
        description: What it is for, for people.
    """

    name: str
    workspace_name: pulumi.Input[str]
    sku: str
    nodes: int
    idle_minutes: int
    identity_id: pulumi.Input[str]
    private: bool
    description: str


class ComputeCluster(pulumi.ComponentResource):
    """A cluster that scales from no node, without local accounts and without remote login.

    Attributes:
        id: The cluster's ARM id.
        name: The cluster's name, by which jobs ask for it.
    """

    id: pulumi.Output[str]
    name: pulumi.Output[str]

    def __init__(
        self,
        name: str,
        inputs: ComputeClusterInputs,
        placement: Placement,
        *,
        after: Sequence[pulumi.Resource] = (),
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("tunestack:infra:ComputeCluster", name, None, opts)
        from pulumi_azure_native import machinelearningservices as ml

        scale = ml.ScaleSettingsArgs(
            min_node_count=0,
            max_node_count=inputs.nodes,
            node_idle_time_before_scale_down=f"PT{inputs.idle_minutes}M",
        )
        nodes = ml.AmlComputePropertiesArgs(
            os_type=ml.OsType.LINUX,
            vm_size=inputs.sku,
            vm_priority=ml.VmPriority.DEDICATED,
            scale_settings=scale,
            remote_login_port_public_access=ml.RemoteLoginPortPublicAccess.DISABLED,
            enable_node_public_ip=not inputs.private,
        )
        compute = ml.Compute(
            name,
            compute_name=inputs.name,
            workspace_name=inputs.workspace_name,
            resource_group_name=placement.resource_group_name,
            location=placement.location,
            tags=dict(placement.tags),
            identity=ml.ManagedServiceIdentityArgs(
                type=ml.ManagedServiceIdentityType.USER_ASSIGNED, user_assigned_identities=[inputs.identity_id]
            ),
            properties=ml.AmlComputeArgs(
                compute_type="AmlCompute",
                disable_local_auth=True,
                description=inputs.description,
                properties=nodes,
            ),
            # Scale and identity can change in place, nothing else (terraform-provider-azurerm @ 69697b7).
            opts=child(
                self,
                after=after,
                replacing=["properties.properties.vmSize", "properties.properties.enableNodePublicIp"],
            ),
        )
        self.id = compute.id
        self.name = compute.name
        self.register_outputs({"id": self.id, "name": self.name})
