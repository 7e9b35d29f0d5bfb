"""What commands need of a local Azure that runs: its environment, or the way to start it."""

import os
import sys
from pathlib import Path

import click

from local_azure.daemon import running_instance
from local_azure.directories import instance_directory, root
from local_azure.environment import Environment, client_environment

NOT_RUNNING = "The local Azure isn't running; start it with: tunestack local start"


def required_environment(subnet_id: str | None = None) -> Environment:
    """Returns what leads clients to the local Azure; ends the process with exit code 2 where none runs.

    Args:
        subnet_id: The subnet that the clients are to run in; None for outside.
    """
    directory = instance_directory()
    instance = running_instance(directory)
    if instance is None:
        click.echo(NOT_RUNNING, err=True)
        sys.exit(2)
    return client_environment(
        directory,
        root=root(),
        instance=instance,
        inherited=os.environ,
        subnet_id=subnet_id,
        # Ours judge our stacks; another project that is tried here has its own.
        policy_pack=root() / "policies" if Path.cwd().is_relative_to(root()) else None,
    )
