"""A file of training rows cleaned into another, and what was removed written beside it."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from jobs.domain.cleaning import Cleaned, clean_row
from jobs.domain.data_format import FormatName, RowFormat
from jobs.domain.data_formats import format_named
from jobs.domain.errors import DataError
from jobs.domain.lines import UTF_16_MARKS, OverlongLine, batches
from jobs.domain.near_duplicates import MAXIMUM_CHARACTERS, near_duplicates
from jobs.domain.validation import Limits, detected_format
from jobs.services.data_files import refuse_same_file


@dataclass
class CleanReport:
    """What cleaning did.

    Attributes:
        format: of the rows.
        rows: how many there were.
        kept: how many are left.
        changed: how many of those had noise taken out.
        removed: how many were removed, by rule.
    """

    format: FormatName
    rows: int = 0
    kept: int = 0
    changed: int = 0
    removed: dict[str, int] = field(default_factory=dict)


def clean_file(
    file: Path,
    cleaned_file: Path,
    removed_file: Path,
    *,
    limits: Limits,
    format_name: FormatName | None = None,
    drop_near_duplicates: bool = False,
) -> CleanReport:
    """Writes the rows that can be learned from, and to another file those that can't, each with its line and why.

    Of rows that are kept eight bytes a row are remembered. What was there under the names of the new files is replaced
    only when both are whole.

    Raises:
        DataError: the file can't be read, or is too long to look for near-duplicates in.
        UsageError: the files aren't three.
    """
    refuse_same_file(file, cleaned_file, removed_file)
    try:
        with file.open("rb") as stream:
            if stream.read(2) in UTF_16_MARKS:
                raise DataError(f"{file} is in UTF-16", fix="Save it in the UTF-8 encoding.")
        row_format = format_named(format_name or detected_format(lambda: file.open("rb")))
        twins = _near_duplicates(file, row_format, limits) if drop_near_duplicates else {}
        report = CleanReport(row_format.name)
        for folder in (cleaned_file.parent, removed_file.parent):
            folder.mkdir(parents=True, exist_ok=True)
        parts = [one.with_name(one.name + ".part") for one in (cleaned_file, removed_file)]
        with parts[0].open("wb") as kept, parts[1].open("wb") as removed:
            _clean(_outcomes(file, row_format, limits, twins), report, kept, removed)
    except OSError as error:
        raise DataError(f"{error.filename or file} can't be read or written: {error.strerror}") from error
    for part, whole in zip(parts, (cleaned_file, removed_file), strict=True):
        part.replace(whole)
    return report


def _clean(
    outcomes: Iterator[tuple[int, bytes, Cleaned]], report: CleanReport, kept: BinaryIO, removed: BinaryIO
) -> None:
    for number, line, outcome in outcomes:
        report.rows += 1
        if outcome.row is not None:
            report.kept += 1
            report.changed += outcome.changed
            kept.write(outcome.row + b"\n")
        else:
            report.removed[outcome.rule] = report.removed.get(outcome.rule, 0) + 1
            told = {"line": number, "rule": outcome.rule, "why": outcome.why, "row": line.decode(errors="replace")}
            removed.write(json.dumps(told, ensure_ascii=False).encode() + b"\n")


def _outcomes(
    file: Path, row_format: RowFormat, limits: Limits, twins: dict[int, int]
) -> Iterator[tuple[int, bytes, Cleaned]]:
    first: dict[int, int] = {}
    for number, line in _lines(file):
        if isinstance(line, OverlongLine):
            outcome = Cleaned(rule="row-too-long", why=f"the line is longer than {len(line)} bytes")
        else:
            outcome = clean_row(line, row_format, maximum_tokens=limits.maximum_tokens)
        if outcome.row is not None:
            digest = int.from_bytes(hashlib.sha256(outcome.said.encode()).digest()[:8])
            if (original := first.setdefault(digest, number)) != number:
                outcome = Cleaned(rule="duplicate", why=f"says the same as line {original}")
            elif number in twins:
                outcome = Cleaned(rule="near-duplicate", why=f"says almost the same as line {twins[number]}")
        yield number, line, outcome


def _lines(file: Path) -> Iterator[tuple[int, bytes]]:
    number = 0
    with file.open("rb") as stream:
        for lines in batches(stream):
            for line in lines:
                number += 1
                if line:
                    yield number, line


def _near_duplicates(file: Path, row_format: RowFormat, limits: Limits) -> dict[int, int]:
    """The line of each row that says almost the same as an earlier one that stays, with the earlier one's line."""
    numbers: list[int] = []
    texts: list[str] = []
    characters = 0
    for number, line in _lines(file):
        outcome = clean_row(line, row_format, maximum_tokens=limits.maximum_tokens)
        if outcome.row is not None:
            numbers.append(number)
            texts.append(row_format.likeness(row_format.parse(outcome.row)))
            characters += len(texts[-1])
        if len(numbers) > limits.near_duplicate_rows or characters > MAXIMUM_CHARACTERS:
            most = f"{limits.near_duplicate_rows} rows or {MAXIMUM_CHARACTERS // 10**6} MB"
            text = f"{file} has more than {most}: too much to look for near-duplicates in"
            raise DataError(text, fix="Clean it without --near-duplicates, or in parts.")
    twins: dict[int, int] = {}
    for pair in near_duplicates(texts):
        if numbers[pair.first] not in twins:
            twins.setdefault(numbers[pair.second], numbers[pair.first])
    return twins
