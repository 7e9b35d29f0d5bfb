"""`tunestack data convert`: other tools' files as training rows."""

from dataclasses import asdict
from pathlib import Path

import click

from cli.options import data_file, output_option
from cli.output import OutputFormat, write_result
from jobs.domain.data_format import FORMAT_NAMES, FormatName
from jobs.domain.errors import ExitCode, UsageError


@click.command("convert", epilog="Example: tunestack data convert alpaca.json --to train.jsonl --system 'Be brief.'")
@data_file
@click.option("--to", "to_file", type=click.Path(dir_okay=False, path_type=Path), required=True, help="What to write.")
@click.option(
    "--to-format",
    "target",
    type=click.Choice(FORMAT_NAMES),
    default="chat",
    show_default=True,
    help="What rows to write.",
)
@click.option("--system", metavar="TEXT", help="A system message for conversations that have none.")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="MEMBER=NAME",
    help="What a column is: question, answer, system, prompt, completion, text or label. Only those are read then.",
)
@click.option("--rows", type=click.IntRange(min=1), help="Take so many records from the start; all unless given.")
@click.option("--skip-bad", is_flag=True, help="Leave out what can't be converted; else nothing is written.")
@output_option
def convert_command(
    file: Path,
    to_file: Path,
    target: FormatName,
    system: str | None,
    columns: tuple[str, ...],
    rows: int | None,
    skip_bad: bool,  # noqa: FBT001 (click gives options so)
    output: OutputFormat,
) -> int:
    """Write FILE as training rows.

    FILE is JSON Lines, one JSON list, CSV, TSV or Parquet, and its records are ultrachat (messages), ShareGPT
    (conversations), Alpaca or Dolly (instruction and output), preference pairs (chosen and rejected), prompt and
    completion, question and answer, or text and label; which is told by their members. Exit code 3 when a record can't
    be converted.
    """
    from jobs.adapters.parquet import parquet_records
    from jobs.services.convert_data import convert_file

    named = _columns(columns)
    report = convert_file(
        file,
        to_file,
        target,
        system=system,
        columns=named,
        skip_bad=skip_bad,
        maximum=rows,
        parquet=parquet_records,
    )
    written = bool(report.rows) and (skip_bad or not report.refused)
    document = {"file": str(file), "written": str(to_file) if written else None, **asdict(report)}
    lines = [f"{file}:{finding.line}: {finding.message}" for finding in report.findings]
    if written:
        lines.append(f"{report.rows} {target} rows in {to_file}; {report.refused} records left out")
    else:
        lines.append(f"nothing was written: {report.refused} records of {file} can't be converted (--skip-bad)")
    write_result(document, "\n".join(lines), output)
    return ExitCode.DONE if written else ExitCode.DATA


def _columns(given: tuple[str, ...]) -> dict[str, str]:
    for one in given:
        if "=" not in one:
            raise UsageError(f"--column {one} has no '='", fix="Write MEMBER=NAME, as in --column answer=reply.")
    return {one.partition("=")[0]: one.partition("=")[2] for one in given}
