"""The typed door to models.yaml: which model can be tuned by which method, where, until when, and its successor."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict

from catalogue.files import read_yaml

Method = Literal["serverless", "openai", "command"]
"""How a model is tuned: a serverless fine-tuning job, Azure OpenAI, or one's own script as a command job."""

Lifecycle = Literal["preview", "generally-available", "retired"]

FILE: Final = "models.yaml"


class UnknownModelError(LookupError):
    """A model that the catalogue has no row for."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(f"the model {name} is not in catalogue/{FILE}; it has {', '.join(known)}")
        self.name = name
        self.known = known


@dataclass(frozen=True)
class Deadline:
    """The last day of something; ``until`` is None where none was announced as of ``as_of``."""

    until: dt.date | None
    source: str
    as_of: dt.date

    def passed(self, on: dt.date) -> bool:
        """Says whether it is over on that day."""
        return self.until is not None and on > self.until


@dataclass(frozen=True)
class Tuning:
    """Where and until when a model can be tuned by one method."""

    method: Method
    regions: tuple[str, ...]
    marketplace: bool
    training: Deadline
    tuned_deployment: Deadline
    source: str
    as_of: dt.date


@dataclass(frozen=True)
class Model:
    """One row of the catalogue."""

    name: str
    family: str
    publisher: str
    lifecycle: Lifecycle
    base: Deadline
    tuning: tuple[Tuning, ...]
    successor: str | None

    def tuning_by(self, method: Method) -> Tuning | None:
        """Gives the row of one method, None when the model can't be tuned by it."""
        return next((row for row in self.tuning if row.method == method), None)


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


class _Tuning(_Row):
    method: Method
    regions: tuple[str, ...]
    marketplace: bool
    training: _Deadline
    tuned_deployment: _Deadline
    source: str
    as_of: dt.date


class _Model(_Row):
    family: str
    publisher: str
    lifecycle: Lifecycle
    successor: str | None = None
    base: _Deadline
    tuning: tuple[_Tuning, ...]


class _Document(_Row):
    as_of: dt.date
    models: dict[str, _Model]


def _model(name: str, row: _Model) -> Model:
    return Model(
        name=name,
        family=row.family,
        publisher=row.publisher,
        lifecycle=row.lifecycle,
        base=_deadline(row.base),
        tuning=tuple(_tuning(tuning) for tuning in row.tuning),
        successor=row.successor,
    )


def _tuning(row: _Tuning) -> Tuning:
    return Tuning(
        method=row.method,
        regions=row.regions,
        marketplace=row.marketplace,
        training=_deadline(row.training),
        tuned_deployment=_deadline(row.tuned_deployment),
        source=row.source,
        as_of=row.as_of,
    )


def _deadline(row: _Deadline) -> Deadline:
    return Deadline(row.until, row.source, row.as_of)
