"""snapshot: the group of save, list, restore and delete."""

import click

from local_azure.command_line.snapshot_delete import delete_command
from local_azure.command_line.snapshot_list import list_command
from local_azure.command_line.snapshot_restore import restore_command
from local_azure.command_line.snapshot_save import save_command


@click.group(name="snapshot", help="All that it holds, Pulumi's state too: save it under a name and go back to it.")
def snapshot() -> None:
    """Runs one of the commands."""


for command in (save_command, list_command, restore_command, delete_command):
    snapshot.add_command(command)
