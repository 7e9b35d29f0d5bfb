"""faults: lets requests fail on purpose."""

from pathlib import Path

import click

from local_azure.directories import instance_directory


@click.command(
    name="faults", help="Let requests fail on purpose, by the rules in FILE; without one, say which are set."
)
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--clear", is_flag=True, help="Let all requests through again.")
def faults(file: Path | None, clear: bool) -> None:  # noqa: FBT001 -- click passes options by name
    """Sets, shows or clears the rules of faults; they count from the next request on."""
    from local_azure.faults.rules import Faults, keep_faults, kept_faults, read_faults

    directory = instance_directory()
    if file is not None:
        try:
            keep_faults(directory, read_faults(file))
        except ValueError as error:
            raise click.UsageError(str(error)) from error
    elif clear:
        keep_faults(directory, Faults())
    click.echo(kept_faults(directory).model_dump_json(indent=2, exclude_defaults=True))
