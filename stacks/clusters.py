"""The clusters that jobs run on: one with GPUs and the quota for it, one without, and which of them jobs use."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pulumi

from catalogue.compute_skus import ComputeSku, compute_sku
from infra.compute_cluster import ComputeCluster, ComputeClusterInputs
from infra.quota import Quota, QuotaInputs
from infra.workspace import Workspace
from stacks.foundation import Foundation
from stacks.settings import Settings


@dataclass(frozen=True)
class Nodes:
    """A cluster as it is declared: what it is called, of which machines, and how many of them at most."""

    name: str
    sku: ComputeSku
    count: int

    @property
    def kind(self) -> str:
        """What it is for: ``gpu`` or ``cpu``."""
        return "gpu" if self.sku.gpus else "cpu"


def declare_clusters(
    settings: Settings, foundation: Foundation, workspace: Workspace, job_identity_id: pulumi.Input[str]
) -> dict[str, Any]:
    """Declares the clusters, each from no node up, and asks for the quota that the GPU nodes lack.

    Returns:
        Outputs: the clusters, and which of them jobs use. Without GPU nodes, which settings have to allow, that is the
        one without GPUs, and the outputs say so.
    """
    gpu, cpu = gpu_nodes(settings, foundation), cpu_nodes(settings, foundation)
    quota = [_declare_quota(settings, foundation, gpu)] if gpu and settings.compute.request_quota else []
    made: list[tuple[Nodes, ComputeCluster]] = []
    if gpu is not None:
        made.append((gpu, _declare(settings, foundation, workspace, job_identity_id, gpu, quota)))
    if cpu is not None:
        made.append((cpu, _declare(settings, foundation, workspace, job_identity_id, cpu)))
    used, cluster = made[0]  # settings without any node are refused
    return {
        "compute_name": cluster.name,
        "compute_sku": used.sku.name,
        "compute_nodes": used.count,
        "compute_gpus": used.sku.gpus,
        "compute_is_fallback": gpu is None,
        **{f"{nodes.kind}_cluster_name": each.name for nodes, each in made},
    }


def gpu_nodes(settings: Settings, foundation: Foundation) -> Nodes | None:
    """Gives the cluster with GPUs as the settings have it; None where they ask for none."""
    compute = settings.compute
    wanted = Nodes(foundation.names.gpu_cluster, compute_sku(compute.gpu_sku), compute.gpu_nodes)
    return wanted if wanted.count else None


def cpu_nodes(settings: Settings, foundation: Foundation) -> Nodes | None:
    """Gives the cluster without GPUs as the settings have it; None where they ask for none."""
    compute = settings.compute
    wanted = Nodes(foundation.names.cpu_cluster, compute_sku(compute.cpu_sku), compute.cpu_nodes)
    return wanted if wanted.count else None


def _declare(
    settings: Settings,
    foundation: Foundation,
    workspace: Workspace,
    job_identity_id: pulumi.Input[str],
    nodes: Nodes,
    quota: Sequence[pulumi.Resource] = (),
) -> ComputeCluster:
    machine = nodes.sku.family.gpu or "CPU"
    inputs = ComputeClusterInputs(
        name=nodes.name,
        workspace_name=workspace.name,
        sku=nodes.sku.name,
        nodes=nodes.count,
        idle_minutes=settings.compute.idle_minutes,
        identity_id=job_identity_id,
        private=foundation.access.is_private,
        description=f"Training on {machine}",
    )
    return ComputeCluster(f"{nodes.kind}-cluster", inputs, foundation.placement, after=[*workspace.ready, *quota])


def _declare_quota(settings: Settings, foundation: Foundation, gpu: Nodes) -> Quota:
    inputs = QuotaInputs(
        subscription_id=str(settings.subscription_id),
        location=settings.location,
        family=gpu.sku.family.name,
        limit=gpu.sku.vcpus * gpu.count,
    )
    # After the registration of its provider, as the group is.
    return Quota("gpu-quota", inputs, pulumi.ResourceOptions(depends_on=[foundation.group]))
