"""The documents that say how served operations behave, where no client has called them: read from documents.yaml."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from local_azure.calls.operation import Operation

FILES = Path(__file__).parent
_IN_GROUP = "/subscriptions/{}/resourceGroups/{}/providers/"


@dataclass(frozen=True)
class Document:
    """A source.

    Attributes:
        document: What it is called.
        date: Its own, or that of the API version that it describes.
    """

    document: str
    date: str


@dataclass(frozen=True)
class Group:
    """Operations that one document describes."""

    document: Document
    operations: frozenset[Operation]


def groups(folder: Path = FILES) -> list[Group]:
    """Reads all groups from documents.yaml, in its order: of several that have an operation the first counts."""
    rows: list[dict[str, Any]] = yaml.safe_load((folder / "documents.yaml").read_text(encoding="utf-8"))
    return [Group(Document(row["document"], row["date"]), _operations(row)) for row in rows]


def document_of(operation: Operation, known: Sequence[Group]) -> Document | None:
    """Finds the document that describes an operation."""
    return next((group.document for group in known if operation in group.operations), None)


def excused(folder: Path = FILES) -> Mapping[Operation, str]:
    """Reads from uncalled.yaml the operations of the suite that no client calls, with the reasons."""
    rows: list[dict[str, Any]] = yaml.safe_load((folder / "uncalled.yaml").read_text(encoding="utf-8")) or []
    return {operation: row["reason"] for row in rows for operation in _operations(row)}


def _operations(row: Mapping[str, Any]) -> frozenset[Operation]:
    """Reads lines such as ``GET PUT ~Microsoft.Storage/storageAccounts/{}``; a name may have spaces."""
    return frozenset(operation for line in row["operations"] for operation in _line(row["service"], line))


def _line(service: str, line: str) -> list[Operation]:
    methods, name = [], line
    while name.partition(" ")[0].isupper():
        method, _, name = name.partition(" ")
        methods.append(method)
    return [Operation(service, method, name.replace("~", _IN_GROUP)) for method in methods]
