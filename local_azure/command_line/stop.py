"""stop: ends the local Azure and everything it started."""

import click

from local_azure.daemon import LocalAzureError, stop
from local_azure.directories import instance_directory


@click.command(name="stop", help="Stop it, with everything it started.")
def stop_command() -> None:
    """Stops the local Azure."""
    try:
        ran = stop(instance_directory())
    except LocalAzureError as error:
        raise click.ClickException(str(error)) from error
    click.echo("The local Azure is stopped." if ran else "The local Azure wasn't running.")
