"""How many cores are used: those that Azure ML holds. Machines of one's own aren't here, so Compute uses none."""

from local_azure.platform import Platform
from local_azure.quota.cores import Cores
from local_azure.quota.providers import MACHINE_LEARNING, family_or_none


def used(platform: Platform, provider: str, location: str, name: str) -> int:
    """Returns the cores of a quota that are used in a region."""
    if provider != MACHINE_LEARNING or family_or_none(name) is None:
        return 0
    return Cores(platform).used(name, location)
