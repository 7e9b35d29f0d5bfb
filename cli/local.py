"""tunestack local: hands its arguments to the local Azure's own command line, which the product doesn't import."""

import os
import sys

import click


@click.command(
    name="local",
    add_help_option=False,
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def local(arguments: tuple[str, ...]) -> None:
    """The local Azure: start, stop, status, reset, env, exec."""
    sys.stdout.flush()
    # Replacing the process keeps signals, terminal and exit code those of the command itself.
    os.execv(sys.executable, [sys.executable, "-m", "local_azure", *arguments])  # noqa: S606 -- our own module
