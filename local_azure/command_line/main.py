"""The table of the commands."""

import click

from local_azure.command_line.clock import clock
from local_azure.command_line.env import env
from local_azure.command_line.exec import exec_command
from local_azure.command_line.faults import faults
from local_azure.command_line.reset import reset_command
from local_azure.command_line.snapshot import snapshot
from local_azure.command_line.start import start_command
from local_azure.command_line.status import status
from local_azure.command_line.stop import stop_command


@click.group(name="local", help="The local Azure: Azure on loopback, for trying everything with no account.")
def main() -> None:
    """Runs one of the commands."""


for command in (start_command, stop_command, status, reset_command, clock, faults, snapshot, env, exec_command):
    main.add_command(command)
