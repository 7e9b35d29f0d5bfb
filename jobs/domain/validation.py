"""A whole file of training data, checked: every finding with line and column, in constant memory."""

import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import BinaryIO

from pydantic import ValidationError

from jobs.domain.data_format import FormatName, Row, RowFormat
from jobs.domain.data_formats import detect, format_named
from jobs.domain.data_of_file import Limits, file_findings
from jobs.domain.data_sensitive import suspicious_rows
from jobs.domain.data_tally import DataReport, Tally
from jobs.domain.duplicates import duplicate_findings
from jobs.domain.findings import Finding
from jobs.domain.lines import UTF_16_MARKS, OverlongLine, batches, join_rows
from jobs.domain.near_duplicates import MAXIMUM_CHARACTERS, near_duplicates
from jobs.domain.row_findings import row_findings
from jobs.domain.sensitive_findings import sensitive_findings

__all__ = ["DataReport", "Limits", "detected_format", "rows_with_lines", "validate"]


def validate(
    open_file: Callable[[], BinaryIO],
    *,
    limits: Limits | None = None,
    keep: int = 1000,
    format_name: FormatName | None = None,
) -> DataReport:
    """Checks training data: each row on its own, then the file as a whole.

    Args:
        open_file: opens the file from its start; called again only where rows repeat or near-duplicates are looked for.
        limits: what the file may have.
        keep: how many findings to keep; all are counted.
        format_name: what its rows should be; detected from the first rows where not given.
    """
    limits, tally = limits or Limits(), Tally(keep)
    with open_file() as stream:
        start = stream.read(2)
    if start in UTF_16_MARKS:
        tally.add([Finding(1, 1, "not-utf8", "the file is in UTF-16; save it in the UTF-8 encoding")])
        return tally.report(hashlib.sha256().hexdigest(), format_name or "chat", near=False)
    row_format = format_named(format_name or detected_format(open_file))
    with open_file() as stream:
        digest = _look_at_rows(stream, tally, limits, row_format)
    if repeated := tally.seen.repeated():
        with open_file() as stream:
            tally.add(duplicate_findings(_repeating(stream, row_format, repeated)))
    near = tally.rows <= limits.near_duplicate_rows and tally.size <= MAXIMUM_CHARACTERS
    if near:
        with open_file() as stream:
            tally.add(_near_duplicate_findings(list(rows_with_lines(stream, row_format)), row_format))
    tally.add(file_findings(tally, limits, row_format.name))
    return tally.report(digest, row_format.name, near=near)


def detected_format(open_file: Callable[[], BinaryIO]) -> FormatName:
    """Which format most of the first rows have."""
    with open_file() as stream:
        return detect(line for lines in batches(stream) for line in lines)


def rows_with_lines(stream: BinaryIO, row_format: RowFormat) -> Iterator[tuple[int, Row]]:
    """The rows that have the format's shape, with their 1-based line numbers; others are passed over."""
    number = 0
    for lines in batches(stream):
        for line in lines:
            number += 1
            with suppress(ValidationError):
                yield number, row_format.parse(line)


def _look_at_rows(stream: BinaryIO, tally: Tally, limits: Limits, row_format: RowFormat) -> str:
    """Checks row by row; the hash is computed beside, in a thread (it leaves Python's lock alone)."""
    digest, number = hashlib.sha256(), 0
    pending: Future[None] | None = None
    with ThreadPoolExecutor(max_workers=1) as beside:
        for lines in batches(stream):
            if pending is not None:
                pending.result()
            normal = join_rows(lines)
            tally.size += len(normal)
            pending = beside.submit(digest.update, normal)
            _look_at(lines, number, tally, limits, row_format)
            for index, triggers in suspicious_rows(lines).items():
                tally.add(sensitive_findings(lines[index], number + index + 1, row_format, triggers))
            number += len(lines)
    return digest.hexdigest()


def _look_at(lines: list[bytes], number: int, tally: Tally, limits: Limits, row_format: RowFormat) -> None:
    parse, say, add, lengths = row_format.parse, row_format.say, tally.seen.add, tally.lengths
    labelled = row_format.name == "classification"
    short = 4 * limits.maximum_tokens  # no row of fewer bytes can be too long: most needn't be measured
    for line in lines:
        number += 1
        if not line:
            continue
        tally.rows += 1
        try:
            row = parse(line)
        except ValidationError:
            tally.add(_bad_row(line, number, limits, row_format))
            continue
        whole, ordinary = say(row)
        add(hash(whole))
        tokens = len(line) // 4
        tally.tokens += tokens
        lengths[tokens.bit_length()] += 1
        if labelled:
            tally.add_label(row_format.stratum(row))
        if len(line) > short or not ordinary:
            tally.add(row_findings(line, number, maximum_tokens=limits.maximum_tokens, row_format=row_format))


def _bad_row(line: bytes, number: int, limits: Limits, row_format: RowFormat) -> list[Finding]:
    if isinstance(line, OverlongLine):
        return [Finding(number, 1, "row-too-long", f"the line is longer than {len(line)} bytes; is it one row a line?")]
    return row_findings(line, number, maximum_tokens=limits.maximum_tokens, row_format=row_format)


def _repeating(stream: BinaryIO, row_format: RowFormat, repeated: frozenset[int]) -> Iterator[tuple[int, str]]:
    for number, row in rows_with_lines(stream, row_format):
        text, _ = row_format.say(row)
        if hash(text) in repeated:
            yield number, text


def _near_duplicate_findings(rows: list[tuple[int, Row]], row_format: RowFormat) -> Iterator[Finding]:
    for twins in near_duplicates(row_format.likeness(row) for _, row in rows):
        (other, original), (number, row) = rows[twins.first], rows[twins.second]
        if row != original:
            message = f"{twins.likeness:.0%} as line {other}; a model learns such a template, not the task"
            yield Finding(number, 0, "near-duplicate", message, "warning")
