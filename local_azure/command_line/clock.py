"""clock: says what time it is for the local Azure, and moves it ahead."""

import json
import sys
from datetime import timedelta

import click

from local_azure.clock import SystemClock, timestamp
from local_azure.clock.durations import parse_duration, show_duration
from local_azure.command_line.running import NOT_RUNNING
from local_azure.daemon import LocalAzureError, running_instance
from local_azure.directories import instance_directory
from local_azure.locks import LockHeldError


@click.command(name="clock", help="Say what time it is for the local Azure, or move it ahead. It never goes back.")
@click.option(
    "--advance",
    metavar="TIME",
    callback=lambda _context, _option, value: _span(value),
    help="How far ahead: 15d, 36h, 90m, 30s, or a sum such as 1d12h. What is due meanwhile happens in its order.",
)
@click.option("--output", type=click.Choice(["text", "json"]), default="text", show_default=True)
def clock(advance: timedelta | None, output: str) -> None:
    """Tells the time of the local Azure, after moving it where that is asked."""
    from local_azure.clock.advancing import advance as advance_clock
    from local_azure.clock.moves import asked

    directory = instance_directory()
    if advance is not None:
        if running_instance(directory) is None:
            click.echo(NOT_RUNNING, err=True)
            sys.exit(2)
        try:
            advance_clock(directory, advance)
        except (LocalAzureError, LockHeldError) as error:
            raise click.ClickException(str(error)) from error
    ahead = asked(directory)
    now = timestamp(SystemClock().now() + ahead)
    if output == "json":
        click.echo(json.dumps({"now": now, "aheadSeconds": ahead.total_seconds()}, indent=2))
    elif ahead:
        click.echo(f"For the local Azure it is {now}, {show_duration(ahead)} ahead of this machine.")
    else:
        click.echo(f"For the local Azure it is {now}, as for this machine.")


def _span(value: str | None) -> timedelta | None:
    try:
        return None if value is None else parse_duration(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
