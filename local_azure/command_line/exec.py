"""exec: runs a command whose environment leads to the local Azure."""

import os
import sys

import click

from local_azure.command_line.running import required_environment


@click.command(name="exec", help="Run COMMAND against it.", context_settings={"ignore_unknown_options": True})
@click.option(
    "--from-subnet",
    metavar="SUBNET_ID",
    callback=lambda _context, _option, value: _subnet_id(value),
    help="Run as if on a machine in that subnet: through its network's private endpoints. Else it runs outside.",
)
@click.argument("command", nargs=-1, required=True, type=click.UNPROCESSED)
def exec_command(command: tuple[str, ...], from_subnet: str | None) -> None:
    """Replaces this process by a command whose environment leads to the local Azure."""
    environment = required_environment(from_subnet).applied_to(os.environ)
    try:
        os.execvpe(command[0], list(command), environment)  # noqa: S606 -- running the user's command is the point
    except FileNotFoundError:
        click.echo(f"There is no command '{command[0]}' on the PATH.", err=True)
        sys.exit(127)


def _subnet_id(value: str | None) -> str | None:
    from local_azure.origins import SUBNET_ID

    if value is not None and not SUBNET_ID.fullmatch(value):
        raise click.BadParameter(
            f"'{value}' isn't the id of a subnet: /subscriptions/.../resourceGroups/.../providers/Microsoft.Network"
            "/virtualNetworks/NAME/subnets/NAME"
        )
    return value
