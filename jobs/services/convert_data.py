"""A file in another shape written as training rows."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from jobs.domain.conversion import ConversionError, convert
from jobs.domain.data_format import FormatName, Row
from jobs.domain.errors import DataError
from jobs.domain.findings import Finding
from jobs.domain.records import Record, is_parquet, records
from jobs.services.data_files import refuse_same_file

_KEPT = 100


@dataclass
class ConvertReport:
    """What was converted.

    Attributes:
        format: of the rows that were written.
        rows: how many were written.
        shapes: how many records of each shape there were.
        refused: how many records couldn't be converted.
        findings: the first of them, with why.
    """

    format: FormatName
    rows: int = 0
    shapes: dict[str, int] = field(default_factory=dict)
    refused: int = 0
    findings: list[Finding] = field(default_factory=list)


def convert_file(
    file: Path,
    to_file: Path,
    target: FormatName,
    *,
    system: str | None = None,
    columns: dict[str, str] | None = None,
    skip_bad: bool = False,
    maximum: int | None = None,
    parquet: Callable[[Path], Iterator[Record]],
) -> ConvertReport:
    """Writes a file's records as rows of a format; all or, where bad ones are to be left out, those that can be.

    Args:
        file: JSON Lines, one JSON list, CSV, TSV or Parquet; which is told by its content, of tables by its name.
        to_file: is written only when it is whole; not at all where a record can't be converted, unless `skip_bad`.
        target: format of the rows.
        system: a system message to begin conversations with that have none.
        columns: other names for the members of a record: `{"answer": "what the agent said"}`.
        skip_bad: leave out what can't be converted.
        maximum: take so many records from the start, all where not given.
        parquet: reads the records of a Parquet file.

    Raises:
        DataError: the file can't be read.
        UsageError: the files aren't two.
    """
    refuse_same_file(file, to_file)
    report, unfinished = ConvertReport(target), to_file.with_name(to_file.name + ".part")
    try:
        to_file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("rb") as stream, unfinished.open("wb") as written:
            found = parquet(file) if is_parquet(stream) else records(stream, file.name)
            for row in _rows(islice(found, maximum), report, system, columns or {}):
                written.write(json.dumps(row, ensure_ascii=False).encode(errors="replace") + b"\n")
        if report.rows and (skip_bad or not report.refused):
            unfinished.replace(to_file)
    except OSError as error:
        raise DataError(f"{error.filename or file} can't be read or written: {error.strerror}") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return report


def _rows(found: Iterator[Record], report: ConvertReport, system: str | None, columns: dict[str, str]) -> Iterator[Row]:
    shapes: Counter[str] = Counter()
    for record in found:
        try:
            if record.members is None:
                raise ConversionError(record.why)  # noqa: TRY301 (both kinds of bad record are told the same way)
            named = record.members | {name: record.members[of] for name, of in columns.items() if of in record.members}
            shape, row = convert(_only(named, columns), report.format, system=system)
        except ConversionError as error:
            report.refused += 1
            if len(report.findings) < _KEPT:
                report.findings.append(Finding(record.place, 0, "not-converted", str(error)))
            continue
        shapes[shape] += 1
        report.rows += 1
        yield row
    report.shapes = dict(shapes)


def _only(members: Row, columns: dict[str, str]) -> Row:
    """Where columns are named only those are looked at, or others of the same kind might be taken for them."""
    return {name: members[name] for name in columns if name in members} if columns else members
