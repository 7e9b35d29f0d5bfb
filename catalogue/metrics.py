"""The typed door to metrics.yaml: metrics of Azure Monitor that alerts look at."""

import datetime as dt
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict

from catalogue.files import read_yaml


class UnknownMetricError(LookupError):
    """A metric that a resource type doesn't have, or whose row is missing."""

    def __init__(self, arm_type: str, name: str) -> None:
        super().__init__(f"{name} of {arm_type} is not in catalogue/metrics.yaml; add it there with its source")
        self.arm_type = arm_type
        self.name = name


class Metric(BaseModel):
    """What Azure Monitor has of a metric: its unit, how it may be aggregated, and by what it can be divided."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    unit: str
    aggregations: tuple[str, ...]
    dimensions: tuple[str, ...]


@cache
def metrics() -> Mapping[str, Mapping[str, Metric]]:
    """Gives all rows by ARM type and name."""
    return MappingProxyType(_Document.model_validate(read_yaml("metrics.yaml")).types)


def metric(arm_type: str, name: str) -> Metric:
    """Gives a metric of a resource type, such as ``Microsoft.CognitiveServices/accounts``.

    Raises:
        UnknownMetricError: The catalogue has no such row.
    """
    found = metrics().get(arm_type, {}).get(name)
    if found is None:
        raise UnknownMetricError(arm_type, name)
    return found


class _Document(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: dt.date
    source: str
    types: dict[str, dict[str, Metric]]
