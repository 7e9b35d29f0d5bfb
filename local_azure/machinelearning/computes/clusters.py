"""A cluster's request, checked as Azure ML checks it: type, size of machine, how many nodes and for how long."""

import re
from dataclasses import dataclass

from catalogue.compute_skus import ComputeSku, UnknownComputeSkuError, compute_sku
from local_azure.errors import AzureError, bad_request, not_supported
from local_azure.json_types import Json

_DURATION = re.compile(r"P(?=.)(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?")
# Azure ML documentation "how-to-create-attach-compute-cluster", 2026-10.
_IDLE = "PT2M"


@dataclass(frozen=True)
class Cluster:
    """What a cluster is to be.

    Attributes:
        sku: The machine.
        location: The region.
        least: Nodes that are always there.
        most: Nodes at most.
        idle: How long a node without work stays, as an ISO 8601 duration.
        low_priority: Whether nodes may be taken away; they draw on another quota.
        subnet_id: The subnet it stands in; None for Azure ML's own network.
    """

    sku: ComputeSku
    location: str
    least: int
    most: int
    idle: str
    low_priority: bool
    subnet_id: str | None

    @property
    def scale_settings(self) -> Json:
        """The settings as they are stored."""
        return {"minNodeCount": self.least, "maxNodeCount": self.most, "nodeIdleTimeBeforeScaleDown": self.idle}


def parse_cluster(properties: Json, location: str) -> Cluster:
    """Returns what a compute's ``properties`` ask for.

    Raises:
        AzureError: 400 naming the member; 501 for kinds of compute that aren't here.
    """
    kind = properties.get("computeType")
    if kind != "AmlCompute":
        raise not_supported(f"computes of type '{kind}'", "It has clusters: AmlCompute.")
    asked = properties.get("properties") or {}
    if str(asked.get("osType") or "Linux").lower() != "linux":
        raise not_supported("clusters with Windows", "Use Linux.")
    scale = asked.get("scaleSettings") or {}
    least, most = _count(scale, "minNodeCount", 0), _count(scale, "maxNodeCount", 1)
    if least > most:
        raise _invalid(f"minNodeCount {least} is above maxNodeCount {most}", "scaleSettings")
    idle = str(scale.get("nodeIdleTimeBeforeScaleDown") or _IDLE)
    if not _DURATION.fullmatch(idle):
        raise _invalid(
            f"nodeIdleTimeBeforeScaleDown '{idle}' isn't an ISO 8601 duration such as PT120S", "scaleSettings"
        )
    return Cluster(
        sku=_machine(str(asked.get("vmSize") or ""), location),
        location=location,
        least=least,
        most=most,
        idle=idle,
        low_priority=str(asked.get("vmPriority") or "").lower() == "lowpriority",
        subnet_id=(asked.get("subnet") or {}).get("id"),
    )


def _machine(size: str, location: str) -> ComputeSku:
    try:
        sku = compute_sku(size)
    except UnknownComputeSkuError as error:
        raise _invalid(f"the vmSize '{size}' isn't known; known: {', '.join(error.known)}", "vmSize") from error
    if location not in sku.family.regions:
        raise _invalid(f"the vmSize '{sku.name}' isn't available in {location}", "vmSize")
    return sku


def _count(scale: Json, member: str, otherwise: int) -> int:
    value = scale.get(member, otherwise)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise _invalid(f"{member} is {value!r}: it must be a number of nodes", "scaleSettings")
    return value


def _invalid(why: str, target: str) -> AzureError:
    return bad_request(f"The compute is not valid: {why}.", code="ValidationError", target=target)
