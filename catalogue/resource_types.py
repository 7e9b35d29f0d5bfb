"""The typed door to types/*.yaml: what the suite knows of each Azure resource type, with source and date."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal

import yaml

OperationStyle = Literal["sync", "async-operation", "location", "body"]
"""How PUT or DELETE answers: at once, or polled by Azure-AsyncOperation, Location or the body's provisioningState."""
DeleteStyle = OperationStyle | Literal["none"]
"""How DELETE answers; none where the API has no DELETE."""

ENVELOPE: Final = frozenset(
    {"location", "tags", "identity", "sku", "kind", "properties", "extendedLocation", "managedBy"}
)
"""Inputs that stand at the top of an ARM body unless a row says otherwise: the common envelope of resources."""

_FOLDER: Final = Path(__file__).parent / "types"
_PARAMETER: Final = re.compile(r"\{(\w+)\}")


class UnknownResourceTypeError(LookupError):
    """A resource type or token that the table has no row for."""

    def __init__(self, asked: str) -> None:
        super().__init__(f"{asked} is not in catalogue/types; add a row for it there")
        self.asked = asked


@dataclass(frozen=True)
class NameRule:
    """What a service allows as a resource's own name, and within what the name must be unique."""

    unique_in: Literal["tenant", "world", "region", "subscription", "group", "parent", "scope"]
    pattern: str | None = None
    min: int | None = None
    max: int | None = None


@dataclass(frozen=True)
class Sourced:
    """Inputs or body members with where it is known from that they behave so."""

    source: str = ""
    inputs: tuple[str, ...] = ()
    members: tuple[str, ...] = ()


@dataclass(frozen=True)
class Operations:
    """How PUT and DELETE of a type answer, which of the two its API marks as long-running, whether it has PATCH."""

    put: OperationStyle
    delete: DeleteStyle
    source: str
    patch: bool = True
    long_running: frozenset[str] = frozenset()


@dataclass(frozen=True)
class SoftDelete:
    """How many days a deleted resource is kept under its name."""

    days: int
    source: str


@dataclass(frozen=True)
class ResourceType:
    """One row of the table, as one class of the SDK sees it; types/README.md says what each column means."""

    type: str
    api_version: str
    path: str
    name: NameRule
    operations: Operations
    token: str | None = None
    required: tuple[str, ...] = ()
    properties: Literal["flattened", "nested"] = "flattened"
    body: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    containers: tuple[str, ...] = ()
    nested: Mapping[str, str] = field(default_factory=dict)
    string_sets: tuple[str, ...] = ()
    identifiers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    outputs: tuple[str, ...] = ()
    read_only: tuple[str, ...] = ()
    output_names: Mapping[str, str] = field(default_factory=dict)
    auto_name: Literal["random", "copy", "uuid"] | None = None
    location: bool = False
    location_optional: bool = False
    replace: Sourced = Sourced()
    immutable: Sourced = Sourced()
    soft_delete: SoftDelete | None = None
    default_state: Mapping[str, Any] | None = None
    kept_members: tuple[str, ...] = ()
    functions: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    as_of: str = ""

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """The path parameters in order, the resource's own name last; subscriptionId too where the path has it."""
        return tuple(_PARAMETER.findall(self.path))

    @property
    def name_parameter(self) -> str:
        """The path parameter that holds the resource's own name."""
        return self.parameters[-1]

    def body_path(self, name: str) -> str | None:
        """Says where an input lands in the ARM body, as a dotted path; None when it is no part of the body."""
        if name in self.parameters or name in self.query or name in self.read_only:
            return None
        return self.body.get(name) or (name if name in ENVELOPE else f"properties.{name}")


def resource_types() -> Mapping[str, ResourceType]:
    """Gives all rows by lower-cased ARM type; a type with several tokens as the first of them sees it."""
    return _table()[0]


def tokens() -> Mapping[str, ResourceType]:
    """Gives the row of each Pulumi token, such as storage:StorageAccount."""
    return _table()[1]


def by_type(arm_type: str) -> ResourceType:
    """Finds the row of an ARM type such as Microsoft.Storage/storageAccounts, in any case.

    Raises:
        UnknownResourceTypeError: the table has no such row.
    """
    row = resource_types().get(arm_type.lower())
    if row is None:
        raise UnknownResourceTypeError(arm_type)
    return row


def by_token(token: str) -> ResourceType:
    """Finds the row of a Pulumi token, `storage:StorageAccount` or in full `azure-native:storage:StorageAccount`.

    Raises:
        UnknownResourceTypeError: the table has no such row.
    """
    row = tokens().get(token.removeprefix("azure-native:"))
    if row is None:
        raise UnknownResourceTypeError(token)
    return row


@cache
def _table() -> tuple[Mapping[str, ResourceType], Mapping[str, ResourceType]]:
    by_arm_type: dict[str, ResourceType] = {}
    by_class: dict[str, ResourceType] = {}
    for file in sorted(_FOLDER.glob("*.yaml")):
        document = yaml.load(file.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 (both are safe loaders)
        defaults = {"source": document["source"], "as_of": str(document["as_of"])}
        shapes = document.get("shapes", {})
        for arm_type, columns in document["types"].items():
            others = columns.pop("other_tokens", {})
            row = _row(arm_type, defaults | _without_shapes(columns, shapes))
            by_arm_type[arm_type.lower()] = row
            by_class |= {row.token: row} if row.token else {}
            by_class |= {token: replace(row, token=token, **_tuples(changes)) for token, changes in others.items()}
    return MappingProxyType(by_arm_type), MappingProxyType(by_class)


def _row(arm_type: str, columns: dict[str, Any]) -> ResourceType:
    read = _tuples(columns)
    read["api_version"] = str(read["api_version"])  # YAML reads 2024-01-01 as a date
    read["name"] = NameRule(**columns["name"])
    operations = columns["operations"]
    read["operations"] = Operations(**operations | {"long_running": frozenset(operations.get("long_running", ()))})
    for column in ("replace", "immutable"):
        if column in columns:
            fact = columns[column]
            members, inputs = fact.get("members", ()), fact.get("inputs", ())
            read[column] = Sourced(source=fact["source"], inputs=tuple(inputs), members=tuple(members))
    if "soft_delete" in columns:
        read["soft_delete"] = SoftDelete(**columns["soft_delete"])
    if "identifiers" in columns:
        read["identifiers"] = _tuples(columns["identifiers"])
    return ResourceType(type=arm_type, **read)


def _tuples(columns: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in columns.items()}


def _without_shapes(columns: Mapping[str, Any], shapes: Mapping[str, Any]) -> dict[str, Any]:
    """Writes the shapes of a row's nested values out, path by path."""
    nested, read_only = dict(columns.get("nested", {})), list(columns.get("read_only", ()))

    def write(path: str, shape: Mapping[str, Any]) -> None:
        nested.update({f"{path}.{name}": f"properties.{name}" for name in shape.get("flattened", ())})
        nested.update({f"{path}.{name}": place for name, place in shape.get("names", {}).items()})
        read_only.extend(f"{path}.{name}" for name in shape.get("read_only", ()))
        for member, inner in shape.get("members", {}).items():
            write(f"{path}.{member}", shapes[inner])

    for path, shape in columns.get("shapes", {}).items():
        write(path, shapes[shape])
    kept = {key: value for key, value in columns.items() if key != "shapes"}
    return kept | {"nested": nested, "read_only": read_only}
