"""The file in which an instance that records lists all operations that it serves."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from local_azure.calls.operation import Operation

FILE = "operations.json"


def write_operations(directory: Path, operations: Sequence[Operation]) -> None:
    """Writes what is served into the instance's ``operations.json``."""
    lines = [json.dumps(asdict(each)) for each in operations]
    (directory / FILE).write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")


def listed_operations(directory: Path) -> list[Operation]:
    """Returns what an instance that records has said that it serves."""
    return [Operation(**each) for each in json.loads((directory / FILE).read_text(encoding="utf-8"))]
