"""The typed door to regions.yaml: the regions the journeys can run in, by name."""

import datetime as dt
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict

from catalogue.files import read_yaml


@cache
def regions() -> Mapping[str, str]:
    """Gives the display name of each region by Azure's name for it, such as ``eastus2``: ``East US 2``."""
    return MappingProxyType(_Document.model_validate(read_yaml("regions.yaml")).regions)


class _Document(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: dt.date
    regions: dict[str, str]
