"""The typed door to api_versions.yaml: at which API versions Azure answers for a resource type, newest first."""

import datetime as dt
import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints

from catalogue.files import read_yaml

_FORM = r"20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:-[a-z]*preview)?"
_ApiVersion = Annotated[str, StringConstraints(pattern=f"^{_FORM}$")]
_API_VERSION = re.compile(_FORM)


def has_version_form(text: str) -> bool:
    """Says whether a text has the form of an API version, such as ``2024-10-01`` or ``2024-10-01-preview``."""
    return _API_VERSION.fullmatch(text) is not None


def may_be_version(arm_type: str, version: str) -> bool:
    """Says whether Azure may answer for a type, in any case, at an API version.

    Of a type in the list it answers at the versions listed. Of another one, such as ``Microsoft.Compute/skus``, at any
    from its provider's first on that the list is old enough to know of; of a provider that isn't listed at any.
    """
    name = arm_type.lower()
    listed = type_versions().get(name)
    if listed is not None:
        return version in listed
    known = provider_versions().get(name.split("/")[0])
    if known is None:
        return True
    newest = max(*known, _document().as_of.isoformat())
    return min(known)[:10] <= version[:10] <= newest[:10]


def type_versions() -> Mapping[str, tuple[str, ...]]:
    """Gives the versions of each type that the list has, by ARM type in lower case."""
    return _read()[0]


def provider_versions() -> Mapping[str, tuple[str, ...]]:
    """Gives every version at which a provider has any type, by namespace in lower case."""
    return _read()[1]


def versions_of(arm_type: str) -> tuple[str, ...]:
    """Gives the versions of a type such as ``Microsoft.Storage/storageAccounts``, in any case.

    Of a type that the list lacks these are all of its provider's, and none where the provider isn't there either.
    """
    name = arm_type.lower()
    return type_versions().get(name) or provider_versions().get(name.split("/")[0], ())


class _Types(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    types: tuple[str, ...]
    versions: tuple[_ApiVersion, ...]


class _Document(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: dt.date
    newer: Mapping[str, Mapping[_ApiVersion, str]]
    providers: Mapping[str, tuple[_ApiVersion, ...]]
    types: Mapping[str, tuple[_Types, ...]]


@cache
def _document() -> _Document:
    return _Document.model_validate(_as_text(read_yaml("api_versions.yaml")))


@cache
def _read() -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, tuple[str, ...]]]:
    document = _document()
    by_type = {
        f"{namespace}/{name}".lower(): (*document.newer.get(namespace, ()), *row.versions)
        for namespace, rows in document.types.items()
        for row in rows
        for name in row.types
    }
    by_provider = {
        namespace.lower(): (*document.newer.get(namespace, ()), *versions)
        for namespace, versions in document.providers.items()
    }
    return MappingProxyType(by_type), MappingProxyType(by_provider)


def _as_text(value: Any) -> Any:  # noqa: ANN401 -- a part of a YAML file
    # YAML reads 2024-10-01 as a date
    if isinstance(value, dict):
        return {_as_text(name): _as_text(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_as_text(each) for each in value]
    return value.isoformat() if isinstance(value, dt.date) else value
