"""`tunestack data validate`: everything that is wrong with a file of chat rows."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from cli.options import data_file, output_option
from cli.output import OutputFormat, write_result
from jobs.domain.errors import ExitCode
from jobs.domain.validation import DataReport, Limits, validate


@click.command("validate", epilog="Example: tunestack data validate train.jsonl --limit 20")
@data_file
@click.option(
    "--limit", type=click.IntRange(min=0), default=100, show_default=True, help="Findings to print; 0 is all."
)
@click.option(
    "--max-tokens",
    type=click.IntRange(min=1),
    default=Limits.maximum_tokens,
    show_default=True,
    help="Longest row, in estimated tokens.",
)
@output_option
def validate_command(file: Path, limit: int, max_tokens: int, output: OutputFormat) -> int:
    """Check FILE: chat rows in JSON Lines, each `{"messages": [{"role": ..., "content": ...}, ...]}`.

    All findings are listed with line and column, before anything is uploaded. Exit code 3 when there are errors;
    warnings (near-duplicates) leave it at 0. A byte order mark and CRLF line ends are fine, and so is any file name.
    """
    keep = limit or 1_000_000
    report = validate(lambda: file.open("rb"), limits=Limits(maximum_tokens=max_tokens), keep=keep)
    write_result(_document(file, report), _text(file, report), output)
    return ExitCode.DATA if report.errors else ExitCode.DONE


def _document(file: Path, report: DataReport) -> dict[str, Any]:
    return {"file": str(file), "valid": not report.errors, **asdict(report)}


def _text(file: Path, report: DataReport) -> str:
    lines = [f"{file}:{finding}" if finding.line else f"{file}: {finding}" for finding in report.findings]
    if left := report.errors + report.warnings - len(report.findings):
        lines.append(f"... and {left} more (--limit 0 prints all)")
    verdict = "can't be used" if report.errors else "can be used"
    lines.append(
        f"{file} {verdict}: {report.rows} rows, about {report.estimated_tokens} tokens, "
        f"{report.errors} errors, {report.warnings} warnings, sha256 {report.sha256[:12]}"
    )
    if not report.near_duplicates_looked_for:
        lines.append(f"(near-duplicates weren't looked for: more than {Limits.near_duplicate_rows} rows)")
    return "\n".join(lines)
