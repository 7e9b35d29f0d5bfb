"""A file of training data, and the validation file beside it, checked for a method and a model."""

from dataclasses import replace
from pathlib import Path

from jobs.domain.data_format import FormatName
from jobs.domain.data_formats import format_named
from jobs.domain.errors import DataError
from jobs.domain.leakage import leakage_findings
from jobs.domain.validation import DataReport, Limits, rows_with_lines, validate


def limits_for(method: str | None, model: str | None = None, *, maximum_tokens: int | None = None) -> Limits:
    """The limits of a method, as the catalogue has them; the usual ones where none is named."""
    limits = Limits()
    if method:
        from catalogue.data_limits import data_limits  # costs a start that needs no limits nothing

        row = data_limits(method, model)
        limits = Limits(row.minimum_rows, row.maximum_bytes, row.maximum_tokens, formats=row.formats, method=method)
    return replace(limits, maximum_tokens=maximum_tokens) if maximum_tokens else limits


def validate_file(file: Path, limits: Limits, *, keep: int, format_name: FormatName | None = None) -> DataReport:
    """Checks one file.

    Raises:
        DataError: it can't be read.
    """
    try:
        return validate(lambda: file.open("rb"), limits=limits, keep=keep, format_name=format_name)
    except OSError as error:
        raise DataError(f"{file} can't be read: {error.strerror}") from error


def validate_beside(
    training: Path, validation: Path, limits: Limits, *, keep: int, format_name: FormatName
) -> DataReport:
    """Checks a validation file against the training file that it stands beside: also for rows that are in both.

    Raises:
        DataError: it can't be read.
    """
    row_format = format_named(format_name)
    report = validate_file(validation, replace(limits, minimum_rows=1), keep=keep, format_name=row_format.name)
    with training.open("rb") as train, validation.open("rb") as aside:
        leaks = list(
            leakage_findings(
                rows_with_lines(train, row_format),
                rows_with_lines(aside, row_format),
                row_format,
                near_duplicate_rows=limits.near_duplicate_rows,
            )
        )
    by_rule = dict(report.by_rule)
    for leak in leaks:
        by_rule[leak.rule] = by_rule.get(leak.rule, 0) + 1
    errors = sum(leak.severity == "error" for leak in leaks)
    return replace(
        report,
        errors=report.errors + errors,
        warnings=report.warnings + len(leaks) - errors,
        by_rule=by_rule,
        findings=tuple(sorted((*report.findings, *leaks))[:keep]),
    )
