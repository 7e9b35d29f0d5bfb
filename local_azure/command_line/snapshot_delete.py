"""snapshot delete: forgets what was saved."""

import click

from local_azure.command_line.snapshot_errors import told_errors
from local_azure.directories import instance_directory
from local_azure.snapshots.at_rest import alone
from local_azure.snapshots.snapshots import check_there, delete


@click.command(name="delete", help="Delete the snapshot NAME.")
@click.argument("name")
def delete_command(name: str) -> None:
    """Deletes a snapshot."""
    directory = instance_directory()
    with told_errors():
        check_there(directory, name)
        with alone(directory):
            delete(directory, name)
    click.echo(f"Deleted {name}.")
