"""The typed door to redundancy.yaml: whether a region has availability zones and a paired region."""

import datetime as dt
from functools import cache

from pydantic import BaseModel, ConfigDict

from catalogue.files import read_yaml


def has_zones(region: str) -> bool:
    """Says whether a region, such as ``eastus2``, has availability zones."""
    return region in _document().zones


def storage_sku(region: str, *, elsewhere: bool) -> str:
    """Gives the most redundant sku of a storage account: over zones where there are any.

    Args:
        region: The account's region.
        elsewhere: Whether data is to be copied to the paired region as well, where there is one.
    """
    geo = elsewhere and region not in _document().unpaired
    zones = has_zones(region)
    return {
        (True, True): "Standard_GZRS",
        (True, False): "Standard_GRS",
        (False, True): "Standard_ZRS",
        (False, False): "Standard_LRS",
    }[geo, zones]


@cache
def _document() -> "_Document":
    return _Document.model_validate(read_yaml("redundancy.yaml"))


class _Document(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: dt.date
    source: str
    zones: frozenset[str]
    unpaired: frozenset[str]
