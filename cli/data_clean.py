"""`tunestack data clean`: rows without noise, missing values and duplicates."""

from dataclasses import asdict
from pathlib import Path

import click

from cli.data_options import format_option, method_option
from cli.options import data_file, output_option
from cli.output import OutputFormat, write_result
from jobs.domain.data_format import FormatName
from jobs.domain.errors import ExitCode


@click.command("clean", epilog="Example: tunestack data clean raw.jsonl --to train.jsonl")
@data_file
@click.option("--to", "cleaned", type=click.Path(dir_okay=False, path_type=Path), required=True, help="What is kept.")
@click.option(
    "--removed",
    type=click.Path(dir_okay=False, path_type=Path),
    help="What is removed, each row with its line and why; the name of --to with .removed.jsonl where not given.",
)
@click.option("--near-duplicates", is_flag=True, help="Remove rows too that say almost the same as an earlier one.")
@format_option
@method_option
@output_option
def clean_command(
    file: Path,
    cleaned: Path,
    removed: Path | None,
    near_duplicates: bool,  # noqa: FBT001 (click gives options so)
    format_name: FormatName | None,
    method: str | None,
    output: OutputFormat,
) -> int:
    """Write the rows of FILE that can be learned from to another file; FILE itself is never changed.

    Control and invisible characters and blanks around are taken out of texts. Rows with missing or empty values, of
    another shape, too long, unreadable, or that say the same as an earlier one are removed, and written to a file of
    their own. Exit code 3 when nothing is left.
    """
    from jobs.services.clean_data import clean_file
    from jobs.services.validate_data import limits_for

    aside = removed or cleaned.with_suffix(".removed.jsonl")
    report = clean_file(
        file,
        cleaned,
        aside,
        limits=limits_for(method),
        format_name=format_name,
        drop_near_duplicates=near_duplicates,
    )
    count = sum(report.removed.values())
    document = {"file": str(file), "cleaned": str(cleaned), "removed_rows": str(aside), **asdict(report)}
    rules = ", ".join(f"{rule} {rows}" for rule, rows in sorted(report.removed.items()))
    text = f"{report.kept} of {report.rows} rows in {cleaned}, {report.changed} of them tidied; {count} removed"
    write_result(document, f"{text}, see {aside}: {rules}" if rules else text, output)
    return ExitCode.DONE if report.kept else ExitCode.DATA
