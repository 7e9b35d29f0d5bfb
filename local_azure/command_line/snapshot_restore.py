"""snapshot restore: goes back to what was saved."""

import click

from local_azure.command_line.snapshot_errors import told_errors
from local_azure.directories import instance_directory
from local_azure.snapshots.at_rest import at_rest
from local_azure.snapshots.restore import restore
from local_azure.snapshots.snapshots import find


@click.command(name="restore", help="Go back to NAME. Where it runs it is stopped and started again.")
@click.argument("name")
def restore_command(name: str) -> None:
    """Restores a snapshot."""
    directory = instance_directory()
    with told_errors():
        find(directory, name)  # before it is stopped for nothing
        with at_rest(directory):
            snapshot = restore(directory, name)
    click.echo(f"Restored {name} of {snapshot.made_at}.")
