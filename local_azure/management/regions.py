"""The Azure regions that the local Azure has: those of the catalogue, with their display names."""

from catalogue.regions import regions

REGIONS = regions()


def region(location: str) -> str:
    """Returns a location as ids and comparisons write it: ``East US 2`` and ``eastus2`` are the same."""
    return location.replace(" ", "").lower()
