"""The cores that a cluster holds while it has nodes, out of the quota of its family."""

from typing import Protocol

from local_azure.errors import bad_request
from local_azure.machinelearning.computes.clusters import Cluster
from local_azure.platform import Platform

_PORT = "cores"


class Cores(Protocol):
    """The port ``cores``, which the quota service provides."""

    def limit(self, family: str, region: str) -> int:
        """Returns how many cores of a family a region has."""

    def allocate(self, family: str, region: str, cores: int, holder: str) -> None:
        """Holds so many cores for a holder, in place of what it had; 0 gives them back."""

    def release(self, holder: str) -> None:
        """Gives back what a holder has."""


def cores_of(platform: Platform) -> Cores:
    """Returns the port ``cores``."""
    cores: Cores = platform.require(_PORT, object)  # type: ignore[assignment]
    return cores


def give_nodes(platform: Platform, compute_id: str, cluster: Cluster) -> None:
    """Holds the cores of a cluster's least nodes; low priority nodes draw on no family's quota.

    Raises:
        AzureError: 400 when the quota hasn't room for a single node, 409 when what is left hasn't for the least nodes.
    """
    if cluster.low_priority:
        return
    cores = cores_of(platform)
    family, needed = cluster.sku.family, cluster.sku.vcpus
    limit = cores.limit(family.name, cluster.location)
    if limit < needed:
        # mlops-v2 issue 81, dotnet machinelearning-modelbuilder issue 2140.
        raise bad_request(
            f"The specified subscription has a {family.title} vCPU quota of {limit} and cannot accomodate for at least "
            f"1 requested managed compute node which maps to {needed} vCPUs. Talk to your Subscription Admin or refer "
            "to https://docs.microsoft.com/azure/machine-learning/how-to-manage-quotas#request-quota-increases to "
            "increase the family quota"
        )
    cores.allocate(family.name, cluster.location, cluster.least * needed, compute_id)


def take_nodes(platform: Platform, compute_id: str) -> None:
    """Gives back the cores of a cluster."""
    cores_of(platform).release(compute_id)
