"""Files of training rows: checked, read, divided, written in normal form."""

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from jobs.domain.data_format import FormatName, RowFormat
from jobs.domain.data_formats import format_named
from jobs.domain.errors import DataError, UsageError
from jobs.domain.lines import normal_rows
from jobs.domain.split import Split, SplitRow, split_rows
from jobs.domain.validation import DataReport, Limits, validate

SHOWN_FINDINGS = 20


def checked(file: Path, *, limits: Limits | None = None, format_name: FormatName | None = "chat") -> DataReport:
    """Validates a file and refuses it where it can't be used.

    Args:
        file: training rows.
        limits: what it may have.
        format_name: what its rows must be; none to have it detected.

    Raises:
        DataError: with the first findings and the count of all.
    """
    try:
        report = validate(lambda: file.open("rb"), limits=limits, format_name=format_name)
    except OSError as error:
        raise DataError(f"{file} can't be read: {error.strerror}") from error
    if report.errors:
        raise DataError(_refusal(file, report), fix=f"tunestack data validate {file} lists all findings.")
    return report


def read_rows(file: Path, *, validation_share: float, format_name: FormatName = "chat") -> tuple[list[bytes], Split]:
    """Reads a checked file's rows in normal form, and which of them to set aside.

    Raises:
        DataError: when all rows belong together.
    """
    rows, row_format = rows_of(file), format_named(format_name)
    try:
        return rows, split_rows(map(split_row_of(row_format), rows), validation_share=validation_share)
    except ValueError as error:
        raise DataError(f"{file}: {error}") from error


def rows_of(file: Path) -> list[bytes]:
    """The rows of a file in normal form, each without its line end."""
    with file.open("rb") as stream:
        return [row for rows in normal_rows(stream) for row in rows.splitlines()]


def split_row_of(row_format: RowFormat) -> Callable[[bytes], SplitRow]:
    """What reads off a line of a format what a split needs to know of it."""

    def read(line: bytes) -> SplitRow:
        row = row_format.parse(line)
        return SplitRow(row_format.question(row), row_format.likeness(row), row_format.stratum(row))

    return read


def write_rows(file: Path, rows: Iterable[bytes]) -> None:
    """Writes rows in normal form, to a new name first, so that a reader never sees half a file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(file.name + ".part")
    with unfinished.open("wb") as stream:
        stream.writelines(row + b"\n" for row in rows)
    unfinished.replace(file)


def refuse_same_file(*files: Path) -> None:
    """Refuses to read and write one file at once: what was there before would be lost.

    Raises:
        UsageError: two of the files are one.
    """
    for file, count in Counter(one.resolve() for one in files).items():
        if count > 1:
            raise UsageError(f"{file} is named twice; what is written must not be what is read", fix="Name another.")


def _refusal(file: Path, report: DataReport) -> str:
    shown = [f"  {file}:{finding}" if finding.line else f"  {file}: {finding}" for finding in report.findings]
    left = report.errors + report.warnings - SHOWN_FINDINGS
    more = [f"  ... and {left} more"] if left > 0 else []
    return "\n".join([f"{file} can't be trained on: {report.errors} errors", *shown[:SHOWN_FINDINGS], *more])
