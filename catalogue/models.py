"""The typed door to models.yaml: which model can be tuned and served how, where, until when, and its successor."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final, Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

from catalogue.files import read_yaml
from catalogue.model import (
    Closing,
    Deadline,
    Lifecycle,
    Method,
    Model,
    Offer,
    Serving,
    Sku,
    Technique,
    Tuning,
)
from catalogue.regions import regions

__all__ = ["Catalogue", "Deadline", "Method", "Model", "Tuning", "UnknownModelError", "models"]

FILE: Final = "models.yaml"


class UnknownModelError(LookupError):
    """A model that the catalogue has no row for."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(f"the model {name} is not in catalogue/{FILE}; it has {', '.join(known)}")
        self.name = name
        self.known = known


@dataclass(frozen=True)
class Catalogue:
    """All models by name, and the day up to which the sources were read."""

    models: Mapping[str, Model]
    as_of: dt.date

    def model(self, name: str) -> Model:
        """Finds a model by its exact name.

        Raises:
            UnknownModelError: there is no such row; it names those that there are.
        """
        found = self.models.get(name)
        if found is None:
            raise UnknownModelError(name, tuple(self.models))
        return found


@cache
def models() -> Catalogue:
    """Gives the catalogue as the file has it.

    Raises:
        pydantic.ValidationError: the file breaks its own columns.
    """
    document = _Document.model_validate(read_yaml(FILE))
    rows = {name: _model(name, row) for name, row in document.models.items()}
    return Catalogue(MappingProxyType(rows), document.as_of)


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Deadline(_Row):
    until: dt.date | None
    source: str
    as_of: dt.date


class _Closing(_Row):
    since: dt.date
    source: str
    as_of: dt.date


class _Tuning(_Row):
    method: Method
    regions: tuple[str, ...] | Literal["all"] | None = None
    tiers: dict[Sku, tuple[str, ...] | None] = {}
    techniques: tuple[Technique, ...] = ("supervised",)
    weights: str | None = None
    marketplace: bool
    training: _Deadline
    tuned_deployment: _Deadline
    source: str
    as_of: dt.date

    @model_validator(mode="after")
    def _has_regions(self) -> Self:
        if self.regions is None and not self.tiers:
            raise ValueError("a tuning row has regions or tiers")
        return self


class _Offer(_Row):
    sku: Sku
    regions: tuple[str, ...]
    quota: int | None = None
    source: str
    as_of: dt.date


class _Serving(_Row):
    format: str
    unit_tokens: int
    unit_requests: int
    base: tuple[_Offer, ...]
    tuned: tuple[_Offer, ...]
    source: str
    as_of: dt.date


class _Model(_Row):
    version: str = "1"
    family: str
    publisher: str
    lifecycle: Lifecycle
    successor: str | None = None
    base: _Deadline
    closed_to_newcomers: _Closing | None = None
    tuning: tuple[_Tuning, ...]
    serving: _Serving | None = None


class _Document(_Row):
    as_of: dt.date
    lists: dict[str, tuple[str, ...]]
    models: dict[str, _Model]


def _model(name: str, row: _Model) -> Model:
    return Model(
        name=name,
        version=row.version,
        family=row.family,
        publisher=row.publisher,
        lifecycle=row.lifecycle,
        base=_deadline(row.base),
        closed_to_newcomers=Closing(**dict(row.closed_to_newcomers)) if row.closed_to_newcomers else None,
        tuning=tuple(_tuning(tuning) for tuning in row.tuning),
        serving=_serving(row.serving) if row.serving else None,
        successor=row.successor,
    )


def _tuning(row: _Tuning) -> Tuning:
    return Tuning(
        method=row.method,
        regions=_regions(row),
        tiers=MappingProxyType(row.tiers),
        techniques=row.techniques,
        weights=row.weights,
        marketplace=row.marketplace,
        training=_deadline(row.training),
        tuned_deployment=_deadline(row.tuned_deployment),
        source=row.source,
        as_of=row.as_of,
    )


def _regions(row: _Tuning) -> tuple[str, ...]:
    if row.regions == "all":
        return tuple(regions())
    if row.regions is not None:
        return row.regions
    return tuple(sorted({region for tier in row.tiers.values() for region in tier or ()}))


def _serving(row: _Serving) -> Serving:
    return Serving(
        format=row.format,
        unit_tokens=row.unit_tokens,
        unit_requests=row.unit_requests,
        base=tuple(Offer(**dict(offer)) for offer in row.base),
        tuned=tuple(Offer(**dict(offer)) for offer in row.tuned),
        source=row.source,
        as_of=row.as_of,
    )


def _deadline(row: _Deadline) -> Deadline:
    return Deadline(row.until, row.source, row.as_of)
