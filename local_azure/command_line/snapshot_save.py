"""snapshot save: keeps all that the local Azure holds under a name."""

import click

from local_azure.clock import SystemClock
from local_azure.command_line.snapshot_errors import told_errors
from local_azure.directories import instance_directory
from local_azure.snapshots.at_rest import at_rest
from local_azure.snapshots.snapshots import check_free, save


@click.command(name="save", help="Save the state as NAME. Where it runs it is stopped for the copy and started again.")
@click.argument("name")
def save_command(name: str) -> None:
    """Saves a snapshot."""
    directory = instance_directory()
    with told_errors():
        check_free(directory, name)  # before it is stopped for nothing
        with at_rest(directory):
            snapshot = save(directory, name, now=SystemClock().now())
    click.echo(f"Saved {name}: {snapshot.files} files, {snapshot.bytes / 1e6:.1f} MB.")
