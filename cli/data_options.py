"""Options that the commands on data share."""

import click

from jobs.domain.data_format import FORMAT_NAMES

format_option = click.option(
    "--format",
    "format_name",
    type=click.Choice(FORMAT_NAMES),
    help="What the rows are; detected where not given.",
)
method_option = click.option(
    "--method",
    type=click.Choice(["serverless", "openai", "command"]),
    help="Whose limits and formats hold: rows, bytes, tokens.",
)
