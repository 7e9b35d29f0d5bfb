"""A file of training rows divided into two, in two passes: nothing is kept of long files but some bytes a row."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jobs.domain.data_format import FormatName, RowFormat
from jobs.domain.data_formats import format_named
from jobs.domain.errors import DataError
from jobs.domain.lines import batches
from jobs.domain.split import Split, SplitRow, split_rows
from jobs.domain.validation import Limits
from jobs.services.data_files import checked, refuse_same_file, split_row_of, write_rows

_SHOWN = 60


@dataclass(frozen=True)
class Divided:
    """What a split wrote: rows of each side, and how many of each stratum (label or system prompt) they have."""

    train_rows: int
    validation_rows: int
    strata: dict[str, dict[str, int]]


def split_file(
    file: Path,
    train_file: Path,
    validation_file: Path,
    *,
    share: float,
    limits: Limits | None = None,
    format_name: FormatName | None = None,
) -> Divided:
    """Checks a file and divides its rows.

    Raises:
        DataError: it can't be used, or all its rows belong together.
        UsageError: the files aren't three.
    """
    refuse_same_file(file, train_file, validation_file)
    report = checked(file, limits=limits, format_name=format_name)
    row_format = format_named(report.format)
    try:
        parts = split_rows(_split_rows(file, row_format), validation_share=share)
    except ValueError as error:
        raise DataError(f"{file}: {error}", fix="Give rows that ask other things, or a validation file.") from error
    aside = frozenset(parts.validation)
    write_rows(train_file, (row for index, row in enumerate(_rows(file)) if index not in aside))
    write_rows(validation_file, (row for index, row in enumerate(_rows(file)) if index in aside))
    return Divided(len(parts.train), len(parts.validation), _strata(file, row_format, parts))


def _rows(file: Path) -> Iterator[bytes]:
    with file.open("rb") as stream:
        for lines in batches(stream):
            yield from filter(None, lines)


def _split_rows(file: Path, row_format: RowFormat) -> Iterator[SplitRow]:
    return map(split_row_of(row_format), _rows(file))


def _strata(file: Path, row_format: RowFormat, parts: Split) -> dict[str, dict[str, int]]:
    aside, counts = frozenset(parts.validation), {"train": Counter[str](), "validation": Counter[str]()}
    for index, line in enumerate(_rows(file)):
        stratum = row_format.stratum(row_format.parse(line))[:_SHOWN]
        counts["validation" if index in aside else "train"][stratum] += 1
    return {
        stratum: {side: counts[side][stratum] for side in counts}
        for stratum, _ in (counts["train"] + counts["validation"]).most_common(20)
    }
