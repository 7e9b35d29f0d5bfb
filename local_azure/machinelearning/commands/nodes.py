"""The machines that a command job runs on: nodes of a cluster, or of serverless compute, out of the quota of cores."""

from dataclasses import dataclass

from catalogue.compute_skus import ComputeSku, UnknownComputeSkuError, compute_sku
from local_azure.errors import AzureError, bad_request, not_supported
from local_azure.machinelearning.arm_ids import COMPUTE
from local_azure.machinelearning.commands.command_job import CommandJob
from local_azure.machinelearning.computes.clusters import parse_cluster
from local_azure.machinelearning.computes.cores import cores_of
from local_azure.platform import Platform
from local_azure.resources import Resource

_QUOTA_HELP = "https://docs.microsoft.com/azure/machine-learning/how-to-manage-quotas#request-quota-increases"


@dataclass(frozen=True)
class Nodes:
    """What a job asks for of machines.

    Attributes:
        owner: The cluster, or the workspace for serverless compute: its identities are there for the job.
        is_cluster: Which of the two.
        sku: The machine.
        location: The region.
        count: How many.
        there: Nodes of the cluster that are always there, with their cores held by the cluster itself.
        most: Nodes that the cluster may have; None for no such bound.
        low_priority: Whether they can be taken away, and draw on no family's quota.
        subnet_id: The subnet that they stand in; None for none of the customer's.
    """

    owner: Resource
    is_cluster: bool
    sku: ComputeSku
    location: str
    count: int
    there: int
    most: int | None
    low_priority: bool
    subnet_id: str | None


def nodes_for(platform: Platform, workspace: Resource, job: CommandJob) -> Nodes:
    """Returns the machines that a job asks for.

    Raises:
        AzureError: 400 when there is no such compute, or no such machine in the region; 501 when neither is named.
    """
    if job.compute_id:
        return _cluster_nodes(platform, workspace, job, job.compute_id)
    if not job.instance_type:
        raise not_supported(
            "a machine of its own choice for serverless compute", "Name one in resources.instanceType, or a cluster."
        )
    return Nodes(
        owner=workspace,
        is_cluster=False,
        sku=_machine(job.instance_type, workspace.location),
        location=workspace.location,
        count=job.instances,
        there=0,
        most=None,
        low_priority=job.low_priority,
        subnet_id=None,
    )


def require_nodes(platform: Platform, nodes: Nodes) -> None:
    """Returns when the machines can be there at all, sooner or later.

    Raises:
        AzureError: 400; the cluster or the quota can never hold them, with Azure's status as the code.
    """
    said = "Job submission to AzureML Compute encountered an Exception with status code"
    if nodes.most is not None and nodes.count > nodes.most:
        code = "JobNodeCountExceedsClusterMaxNodeCount"  # from memory, after the one below
        message = f"the job requests {nodes.count} nodes, but cluster '{nodes.owner.name}' has at most {nodes.most}."
        raise AzureError(400, code, f"{said} {code}, {message}")
    if nodes.low_priority:
        return
    family, needed = nodes.sku.family, nodes.count * nodes.sku.vcpus
    limit = cores_of(platform).limit(family.name, nodes.location)
    if limit < needed:
        code = "JobNodeCountExceedsCoreQuota"  # mslearn-dp100 issue 35, 2021-06
        raise AzureError(
            400,
            code,
            f"{said} {code}, The specified subscription has a {family.title} vCPU quota of {limit} and is less than "
            f"the requested job node count of {nodes.count} which maps to {needed} vCPUs. Talk to your Subscription "
            f"Admin or refer to {_QUOTA_HELP} to increase the {family.title} vCPU quota",
        )


def try_take(platform: Platform, nodes: Nodes, job_id: str) -> bool:
    """Holds the cores of a job's nodes and returns True, or False when they aren't free, or there are no machines."""
    if nodes.low_priority:
        return True
    more = max(0, nodes.count - nodes.there) * nodes.sku.vcpus
    try:
        cores_of(platform).allocate(nodes.sku.family.name, nodes.location, more, job_id)
    except AzureError as error:
        if error.status != 409:
            raise
        return False
    return True


def give_back(platform: Platform, job_id: str) -> None:
    """Gives back the cores that a job holds, if it holds any."""
    cores_of(platform).release(job_id)


def _cluster_nodes(platform: Platform, workspace: Resource, job: CommandJob, compute_id: str) -> Nodes:
    found = platform.resources.get(compute_id.removeprefix("azureml:"))
    if found is None and "/" not in compute_id:
        found = platform.resources.get(f"{workspace.id}/computes/{compute_id.removeprefix('azureml:')}")
    if found is None or found.type.lower() != COMPUTE.lower():
        name = compute_id.rsplit("/", 1)[-1].removeprefix("azureml:")
        raise bad_request(f"Unknown compute target '{name}'.", code="UserError", target="computeId")
    if found.state != "Succeeded":
        message = f"Compute '{found.name}' is {found.state}: it can't run jobs."
        raise bad_request(message, code="UserError", target="computeId")
    cluster = parse_cluster(found.properties, found.location)
    return Nodes(
        owner=found,
        is_cluster=True,
        sku=cluster.sku,
        location=cluster.location,
        count=job.instances,
        there=min(cluster.least, job.instances),
        most=cluster.most,
        low_priority=cluster.low_priority,
        subnet_id=cluster.subnet_id,
    )


def _machine(size: str, location: str) -> ComputeSku:
    try:
        sku = compute_sku(size)
    except UnknownComputeSkuError as error:
        message = f"The instanceType '{size}' isn't known; known: {', '.join(error.known)}."
        raise bad_request(message, code="UserError", target="resources.instanceType") from error
    if location not in sku.family.regions:
        message = f"The instanceType '{sku.name}' isn't available in {location}."
        raise bad_request(message, code="UserError", target="resources.instanceType")
    return sku
