"""The typed door to compute_skus.yaml: how large machines are, which family counts their cores, and where they are."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from pydantic import BaseModel, ConfigDict

from catalogue.files import read_yaml
from catalogue.regions import regions

FILE: Final = "compute_skus.yaml"


class UnknownComputeSkuError(LookupError):
    """A size of machine, or a family, that the catalogue has no row for."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(f"{name} is not in catalogue/{FILE}; it has {', '.join(known)}")
        self.name = name
        self.known = known


@dataclass(frozen=True)
class Family:
    """A family of machines, which cores are counted by.

    Attributes:
        name: As usages and quotas name it, such as ``standardNCADSA100v4Family``; Azure's own lists differ in case.
        title: As Azure writes it for people, without what is counted, such as ``Standard NCADSA100v4 Family``.
        gpu: The accelerator; None for machines without.
        gpu_memory_gib: The memory of one GPU; 0 without.
        regions: Where it can be had, as far as is known; a check must ask Azure.
        upgrade_reserve: Whether online deployments take a fifth more instances of the quota, for upgrades.
    """

    name: str
    title: str
    gpu: str | None
    gpu_memory_gib: int
    regions: tuple[str, ...]
    upgrade_reserve: bool = True


@dataclass(frozen=True)
class ComputeSku:
    """A size of machine.

    Attributes:
        name: Such as ``Standard_NC24ads_A100_v4``.
        family: Its family.
        vcpus: Its vCPUs.
        memory_gib: Its memory.
        gpus: Its GPUs.
        source: What says so.
        as_of: The day of that source.
    """

    name: str
    family: Family
    vcpus: int
    memory_gib: int
    gpus: int
    source: str
    as_of: dt.date


def compute_sku(name: str) -> ComputeSku:
    """Finds a size by its name, in any case.

    Raises:
        UnknownComputeSkuError: there is no such row; it names those that there are.
    """
    found = {each.lower(): sku for each, sku in compute_skus().items()}.get(name.lower())
    if found is None:
        raise UnknownComputeSkuError(name, tuple(compute_skus()))
    return found


def family(name: str) -> Family:
    """Finds a family by its name, in any case.

    Raises:
        UnknownComputeSkuError: there is no such row; it names those that there are.
    """
    found = {each.lower(): row for each, row in families().items()}.get(name.lower())
    if found is None:
        raise UnknownComputeSkuError(name, tuple(families()))
    return found


@cache
def compute_skus() -> Mapping[str, ComputeSku]:
    """Gives all sizes by name."""
    rows = _document().sizes
    return MappingProxyType(
        {
            name: ComputeSku(**{**dict(row), "name": name, "family": families()[row.family]})
            for name, row in rows.items()
        }
    )


@cache
def families() -> Mapping[str, Family]:
    """Gives all families by name."""
    everywhere = tuple(regions())
    return MappingProxyType(
        {
            name: Family(name, row.title, row.gpu, row.gpu_memory_gib, row.regions or everywhere, row.upgrade_reserve)
            for name, row in _document().families.items()
        }
    )


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Family(_Row):
    title: str
    gpu: str | None = None
    gpu_memory_gib: int = 0
    regions: tuple[str, ...] = ()
    upgrade_reserve: bool = True


class _Size(_Row):
    family: str
    vcpus: int
    memory_gib: int
    gpus: int = 0
    source: str
    as_of: dt.date


class _Document(_Row):
    as_of: dt.date
    families: dict[str, _Family]
    sizes: dict[str, _Size]


@cache
def _document() -> _Document:
    return _Document.model_validate(read_yaml(FILE))
