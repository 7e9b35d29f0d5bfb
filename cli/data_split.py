"""`tunestack data split`: validation rows set aside."""

from pathlib import Path

import click

from cli.data_options import format_option, method_option
from cli.options import data_file, output_option
from cli.output import OutputFormat, write_result
from jobs.domain.data_format import FormatName


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
@format_option
@method_option
@output_option
def split_command(
    file: Path,
    train_file: Path,
    validation_file: Path,
    share: float,
    format_name: FormatName | None,
    method: str | None,
    output: OutputFormat,
) -> None:
    """Divide FILE into training and validation rows, always the same way.

    Rows that ask the same, or are near-duplicates, stay on one side: what is measured on was never learned. Each label
    (or each system prompt) gives its share.
    """
    from jobs.services.split_data import split_file
    from jobs.services.validate_data import limits_for

    divided = split_file(
        file, train_file, validation_file, share=share, limits=limits_for(method), format_name=format_name
    )
    document = {
        "train": {"file": str(train_file), "rows": divided.train_rows},
        "validation": {"file": str(validation_file), "rows": divided.validation_rows},
        "strata": divided.strata,
    }
    text = f"{divided.train_rows} rows in {train_file}, {divided.validation_rows} in {validation_file}"
    write_result(document, text, output)
