"""Reads JSON Lines and checks each row: bad data costs no training step."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from failures import BAD_DATA, Failure

Row = TypeVar("Row")

_SHOWN = 10


def read_rows(path: Path, parse: Callable[[dict[str, Any]], Row]) -> list[Row]:
    """Returns the rows of a file.

    A byte order mark, Windows line ends and blank lines are fine.

    Args:
        path: The file, in UTF-8.
        parse: Makes a row of a line's JSON object; raises a ValueError that says what is wrong with it.

    Raises:
        Failure: The file isn't text, is empty, or has bad rows; names the lines and what is wrong with them.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Failure(f"{path} is not UTF-8 (byte {error.start})", exit_status=BAD_DATA) from error
    rows: list[Row] = []
    findings: list[str] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                rows.append(parse(_object(line)))
            except (ValueError, RecursionError) as error:
                findings.append(f"line {number}: {error}")
    if findings:
        more = f"; and {len(findings) - _SHOWN} more" if len(findings) > _SHOWN else ""
        raise Failure(f"{path}: {'; '.join(findings[:_SHOWN])}{more}", exit_status=BAD_DATA)
    if not rows:
        raise Failure(f"{path} has no rows", exit_status=BAD_DATA)
    return rows


def _object(line: str) -> dict[str, Any]:
    row = json.loads(line)
    if not isinstance(row, dict):
        raise ValueError("not a JSON object")  # noqa: TRY004 -- reported with the others
    return row
