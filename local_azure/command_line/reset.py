"""reset: forgets what the local Azure holds."""

import click

from local_azure.daemon import LocalAzureError, stop
from local_azure.directories import instance_directory
from local_azure.reset import reset


@click.command(name="reset", help="Forget all resources, data and Pulumi state; caches stay. Stops it first.")
def reset_command() -> None:
    """Deletes the local Azure's state."""
    directory = instance_directory()
    try:
        ran = stop(directory)
    except LocalAzureError as error:
        raise click.ClickException(str(error)) from error
    gone = reset(directory)
    click.echo(f"Deleted {len(gone)} entries of {directory}." + (" Start it again when you like." if ran else ""))
