"""env: prints shell commands that point clients at the local Azure."""

import shlex

import click

from local_azure.command_line.running import required_environment


@click.command(name="env", help="Print shell commands that point clients here. They hold the instance's own secrets.")
def env() -> None:
    """Prints the environment for a shell: ``eval "$(tunestack local env)"``."""
    environment = required_environment()
    for name in environment.clears:
        click.echo(f"unset {name}")
    for name, value in environment.sets.items():
        click.echo(f"export {name}={shlex.quote(value)}")
