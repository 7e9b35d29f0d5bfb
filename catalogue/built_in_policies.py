"""The typed door to built_in_policies.yaml: what Azure's own policies ask of the resources that the suite declares."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from catalogue.files import read_yaml

FILE: Final = "built_in_policies.yaml"


@dataclass(frozen=True)
class BuiltInPolicy:
    """One of Azure's built-in policies.

    Attributes:
        id: The GUID of its definition, the same in every tenant.
        title: Azure's name for it.
        category: Where the portal lists it.
        version: The definition's version.
        controls: Controls of the Microsoft cloud security benchmark that it is grouped under, such as ``DP-3``.
        editions: Editions of the benchmark that have it: v1, v2.
        answer: Why the suite doesn't meet it; None when it does.
    """

    id: str
    title: str
    category: str
    version: str
    controls: tuple[str, ...]
    editions: tuple[str, ...]
    answer: str | None


@cache
def built_in_policies() -> Mapping[str, BuiltInPolicy]:
    """Gives all rows by id, in the order of the file.

    Raises:
        pydantic.ValidationError: the file breaks its own columns.
    """
    document = _Document.model_validate(read_yaml(FILE))
    rows = (_policy(str(guid), row) for guid, row in document.policies.items())
    return MappingProxyType({row.id: row for row in rows})


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Benchmark(_Row):
    controls: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()


class _BuiltInPolicy(_Row):
    title: str
    category: str
    version: str
    benchmark: _Benchmark = _Benchmark()
    answer: str | None = None


class _Document(_Row):
    as_of: dt.date
    source: str
    policies: dict[UUID, _BuiltInPolicy]


def _policy(guid: str, row: _BuiltInPolicy) -> BuiltInPolicy:
    return BuiltInPolicy(
        id=guid,
        title=row.title,
        category=row.category,
        version=row.version,
        controls=row.benchmark.controls,
        editions=row.benchmark.editions,
        answer=row.answer,
    )
