"""Options that many commands share, so that they are spelt and explained the same everywhere."""

from pathlib import Path

import click

stack_option = click.option(
    "--stack", required=True, metavar="NAME", help="The Pulumi stack whose outputs say where to work, e.g. phi3-dev."
)
output_option = click.option(
    "--output",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Format of the result on stdout.",
)
data_file = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
recipe_file = click.argument("recipe", type=click.Path(exists=True, dir_okay=False, path_type=Path))
