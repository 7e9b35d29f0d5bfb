"""The typed door to data_limits.yaml: what training files may be, by method of fine-tuning and model."""

import datetime as dt
from functools import cache

from pydantic import BaseModel, ConfigDict

from catalogue.files import read_yaml


class DataLimits(BaseModel):
    """What a method takes.

    Attributes:
        source: Where that is documented.
        formats: Of rows, by name; the first is the usual one.
        minimum_rows: The fewest rows to train on.
        maximum_bytes: The largest file.
        maximum_tokens: The longest row.
        why_tokens: Where the longest row comes from.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str
    formats: tuple[str, ...]
    minimum_rows: int
    maximum_bytes: int
    maximum_tokens: int
    why_tokens: str


def limited_methods() -> tuple[str, ...]:
    """Names the methods that have limits: ``serverless``, ``openai``, ``command``."""
    return tuple(_document().methods)


def data_limits(method: str, model: str | None = None) -> DataLimits:
    """Gives the limits of a method, with what differs for a model.

    Raises:
        KeyError: the catalogue has no such method.
    """
    row = _document().methods[method]
    given = row.model_dump(exclude={"models"})
    differing = row.models.get(model or "")
    return DataLimits(**given | (differing.model_dump(exclude_none=True) if differing else {}))


class _Differing(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    maximum_bytes: int | None = None
    maximum_tokens: int | None = None


class _Row(DataLimits):
    models: dict[str, _Differing] = {}


class _Document(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: dt.date
    methods: dict[str, _Row]


@cache
def _document() -> _Document:
    return _Document.model_validate(read_yaml("data_limits.yaml"))
