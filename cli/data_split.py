"""`tunestack data split`: validation rows set aside."""

from pathlib import Path

import click

from cli.options import data_file, output_option
from cli.output import OutputFormat, write_result
from jobs.services.data_files import checked, read_rows, write_rows


@click.command(
    "split", epilog="Example: tunestack data split all.jsonl --train train.jsonl --validation validation.jsonl"
)
@data_file
@click.option("--train", "train_file", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option("--validation", "validation_file", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option(
    "--share",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    default=0.2,
    show_default=True,
    help="How much to set aside.",
)
@output_option
def split_command(file: Path, train_file: Path, validation_file: Path, share: float, output: OutputFormat) -> None:
    """Divide FILE into training and validation rows, always the same way.

    Rows that ask the same, or are near-duplicates, stay on one side: what is measured on was never learned.
    """
    checked(file)
    rows, parts = read_rows(file, validation_share=share)
    write_rows(train_file, [rows[index] for index in parts.train])
    write_rows(validation_file, [rows[index] for index in parts.validation])
    document = {
        "train": {"file": str(train_file), "rows": len(parts.train)},
        "validation": {"file": str(validation_file), "rows": len(parts.validation)},
    }
    text = f"{len(parts.train)} rows in {train_file}, {len(parts.validation)} in {validation_file}"
    write_result(document, text, output)
