"""Takes a stack down, when its name is typed once more."""

import click

from operations.pipeline.pulumi import Pulumi

WRONG_USAGE = 2


def destroy(pulumi: Pulumi, confirmed: str) -> int:
    """Destroys the stack; refuses with exit code 2 unless its name was typed as the confirmation.

    Raises:
        ProgramError: Pulumi failed; what is left is in the state, and the same command goes on.
    """
    if confirmed != pulumi.stack:
        click.echo(f"Nothing was destroyed: CONFIRM is {confirmed!r}; type the stack's name, {pulumi.stack}.", err=True)
        return WRONG_USAGE
    pulumi.run("destroy", "--yes", "--skip-preview")
    return 0
