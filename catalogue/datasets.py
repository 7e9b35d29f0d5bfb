"""The typed door to datasets.yaml: the originals of the documents' training data."""

import datetime as dt
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from catalogue.files import read_yaml


class Dataset(BaseModel):
    """One file that can be downloaded.

    Attributes:
        file: The name to save it as.
        url: Where it is.
        sha256: Of its bytes.
        bytes: Its size.
        format: Of its rows; none where it must be converted first.
        licence: What it may be used for.
        source: Whose it is.
        note: What to know before use.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: Annotated[str, Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9._-]*$")]
    url: Annotated[str, Field(pattern=r"^https://")]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    bytes: int
    format: str | None
    licence: str
    source: str
    note: str


@cache
def datasets() -> Mapping[str, Dataset]:
    """Gives all datasets by name."""
    return MappingProxyType(_Document.model_validate(read_yaml("datasets.yaml")).datasets)


class _Document(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: dt.date
    datasets: dict[str, Dataset]
