"""The typed door to diagnostics.yaml: which resource types have logs and metrics to send to Log Analytics."""

import datetime as dt
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict

from catalogue.files import read_yaml


class UnknownDiagnosticsError(LookupError):
    """A resource type that has no diagnostic settings, or whose row is missing."""

    def __init__(self, arm_type: str) -> None:
        super().__init__(f"{arm_type} is not in catalogue/diagnostics.yaml; add it there with what it can send")
        self.arm_type = arm_type


class Sendable(BaseModel):
    """What a resource type can send: logs, metrics or both."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    logs: bool
    metrics: bool


@cache
def diagnostics() -> Mapping[str, Sendable]:
    """Gives all rows by ARM type."""
    return MappingProxyType(_Document.model_validate(read_yaml("diagnostics.yaml")).types)


def sendable(arm_type: str) -> Sendable:
    """Says what a resource type, such as ``Microsoft.KeyVault/vaults``, can send.

    Raises:
        UnknownDiagnosticsError: the catalogue has no such row.
    """
    found = diagnostics().get(arm_type)
    if found is None:
        raise UnknownDiagnosticsError(arm_type)
    return found


class _Document(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    as_of: dt.date
    source: str
    types: dict[str, Sendable]
