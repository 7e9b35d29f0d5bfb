"""The cores that a deployment holds while it is there: its instances', and a fifth more for upgrades of machines."""

import math
from typing import Protocol

from local_azure.errors import AzureError
from local_azure.machinelearning.online_endpoints.settings import Settings
from local_azure.platform import Platform

_PORT = "cores"
# Azure ML documentation "how-to-manage-quotas" (virtual machine quota allocation for deployment), 2026-10.
_WITH_RESERVE = 1.2


class Cores(Protocol):
    """The port ``cores``, which the quota service provides."""

    def limit(self, family: str, region: str) -> int:
        """Returns how many cores of a family a region has."""

    def allocate(self, family: str, region: str, cores: int, holder: str) -> None:
        """Holds so many cores for a holder, in place of what it had; 0 gives them back."""

    def release(self, holder: str) -> None:
        """Gives back what a holder has."""


def cores_needed(settings: Settings) -> int:
    """Returns how many cores of its family's quota a deployment takes."""
    instances = settings.instances
    if settings.sku.family.upgrade_reserve:
        instances = math.ceil(_WITH_RESERVE * instances)
    return instances * settings.sku.vcpus


def hold_cores(platform: Platform, deployment_id: str, settings: Settings, region: str) -> None:
    """Holds a deployment's cores, in place of what it had.

    Raises:
        AzureError: 400 OutOfQuota, or 409 OutOfCapacity where the region has no such machines left.
    """
    cores, needed, family = _cores(platform), cores_needed(settings), settings.sku.family
    try:
        cores.allocate(family.name, region, needed, deployment_id)
    except AzureError as error:
        if error.code != "OperationNotAllowed":
            raise
        # The code and the beginning are those that Azure answered in a public repository's test, read in 2026-11.
        raise AzureError(
            400,
            "OutOfQuota",
            f"Not enough subscription CPU quota. The amount of CPU quota requested is {needed} and your maximum amount "
            f"of quota is {cores.limit(family.name, region)}, of {family.name} in {region}. {error.message}",
        ) from error


def release_cores(platform: Platform, deployment_id: str) -> None:
    """Gives back the cores of a deployment."""
    _cores(platform).release(deployment_id)


def _cores(platform: Platform) -> Cores:
    cores: Cores = platform.require(_PORT, object)  # type: ignore[assignment]
    return cores
