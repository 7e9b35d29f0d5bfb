"""`tunestack data validate`: everything that is wrong with a file of training rows."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from cli.data_options import format_option, method_option
from cli.options import data_file, output_option
from cli.output import OutputFormat, write_result
from jobs.domain.data_format import FormatName
from jobs.domain.errors import ExitCode
from jobs.domain.validation import DataReport, Limits
from jobs.services.validate_data import limits_for, validate_beside, validate_file


@click.command("validate", epilog="Example: tunestack data validate train.jsonl --method openai --limit 20")
@data_file
@click.option(
    "--validation",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A validation file, checked too: also for rows that FILE has.",
)
@format_option
@method_option
@click.option("--model", metavar="NAME", help="Whose limits hold, where they differ from the method's.")
@click.option(
    "--limit", type=click.IntRange(min=0), default=100, show_default=True, help="Findings to print; 0 is all."
)
@click.option(
    "--max-tokens",
    type=click.IntRange(min=1),
    help=f"Longest row, in estimated tokens; the method's limit or {Limits.maximum_tokens} where not given.",
)
@click.option("--strict", is_flag=True, help="Exit code 3 for warnings too.")
@output_option
def validate_command(
    file: Path,
    validation: Path | None,
    format_name: FormatName | None,
    method: str | None,
    model: str | None,
    limit: int,
    max_tokens: int | None,
    strict: bool,  # noqa: FBT001 (click gives options so)
    output: OutputFormat,
) -> int:
    """Check FILE: training rows in JSON Lines, whatever its name ends with.

    Rows are chat, chat with tools, preference pairs, prompt and completion, or text and label; which of them is
    detected unless --format says it. All findings are listed with line and column, before anything is uploaded.
    Exit code 3 when there are errors; warnings (near-duplicates, likely secrets and personal data, unsafe content,
    rare labels) leave it at 0 unless --strict. Tokens are estimated: four bytes are taken for one. A byte order mark
    and CRLF line ends are fine.
    """
    keep = limit or 1_000_000
    limits = limits_for(method, model, maximum_tokens=max_tokens)
    reports = [(file, validate_file(file, limits, keep=keep, format_name=format_name))]
    if validation:
        beside = validate_beside(file, validation, limits, keep=keep, format_name=reports[0][1].format)
        reports.append((validation, beside))
    documents = [_document(path, report, strict=strict) for path, report in reports]
    valid = all(one["valid"] for one in documents)
    document = documents[0] | {"valid": valid} | ({"validation": documents[1]} if validation else {})
    texts = [_text(path, report, strict=strict) for path, report in reports]
    write_result(document, "\n".join(texts), output)
    return ExitCode.DONE if valid else ExitCode.DATA


def _document(file: Path, report: DataReport, *, strict: bool) -> dict[str, Any]:
    valid = not (report.errors or (strict and report.warnings))
    return {"file": str(file), "valid": valid, **asdict(report)}


def _text(file: Path, report: DataReport, *, strict: bool) -> str:
    lines = [f"{file}:{finding}" if finding.line else f"{file}: {finding}" for finding in report.findings]
    if left := report.errors + report.warnings - len(report.findings):
        lines.append(f"... and {left} more (--limit 0 prints all)")
    verdict = "can't be used" if report.errors or (strict and report.warnings) else "can be used"
    lines.append(
        f"{file} {verdict}: {report.rows} rows, about {report.estimated_tokens} tokens, "
        f"{report.errors} errors, {report.warnings} warnings, format {report.format}, sha256 {report.sha256[:12]}"
    )
    if report.token_histogram:
        lines.append("rows by estimated tokens: " + _counts(report.token_histogram))
    if report.labels:
        lines.append("rows by label: " + _counts(dict(list(report.labels.items())[:20])))
    if not report.near_duplicates_looked_for:
        lines.append(f"(near-duplicates weren't looked for: more than {Limits.near_duplicate_rows} rows or 8 MB)")
    return "\n".join(lines)


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items() if count)
