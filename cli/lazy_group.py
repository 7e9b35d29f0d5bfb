"""A click group that imports a command only when it is run, so that help and small commands start fast."""

from collections.abc import Mapping
from importlib import import_module
from typing import NamedTuple

import click


class Lazy(NamedTuple):
    """A command that isn't imported yet: where it is (`module:attribute`), and its line in the group's help."""

    target: str
    summary: str


class LazyGroup(click.Group):
    """Commands by name, imported one at a time."""

    def __init__(self, name: str, commands: Mapping[str, Lazy], *, summary: str, epilog: str = "") -> None:
        super().__init__(name, help=summary, short_help=summary, epilog=epilog)
        self._lazy = dict(commands)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of the table, which is the order of the work."""
        return list(self._lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Imports the command."""
        lazy = self._lazy.get(cmd_name)
        if lazy is None:
            return None
        module, _, attribute = lazy.target.partition(":")
        command = getattr(import_module(module), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{lazy.target} is no click command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the table of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, lazy.summary) for name, lazy in self._lazy.items()])
