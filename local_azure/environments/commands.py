"""Runs one program of a build: its lines are passed on as they come, a failure carries all of them."""

import asyncio
import os
import signal
from collections.abc import Mapping, Sequence
from typing import Protocol


class CommandError(Exception):
    """A program ended with another exit status than 0.

    Args:
        command: The program and its arguments.
        status: The exit status.
        lines: What the program wrote, both streams, oldest first.
    """

    def __init__(self, command: Sequence[str], status: int, lines: Sequence[str]) -> None:
        super().__init__(f"{command[0]} ended with exit status {status}")
        self.command = tuple(command)
        self.status = status
        self.lines = tuple(lines)


class Report(Protocol):
    """Takes one line of progress."""

    def __call__(self, line: str, /) -> None:
        """Takes the line."""
        ...


class CommandRunner(Protocol):
    """Runs a program to its end."""

    async def __call__(self, command: Sequence[str], environ: Mapping[str, str], report: Report) -> None:
        """Runs the program with exactly these environment variables.

        Raises:
            CommandError: It ended with another exit status than 0.
        """
        ...


async def run_command(command: Sequence[str], environ: Mapping[str, str], report: Report) -> None:
    """Runs a program as a process of its own and reports each line that it writes.

    When the waiting task is cancelled, the program and what it started are ended.

    Args:
        command: The program and its arguments.
        environ: All environment variables that it gets.
        report: Takes each line of its output.

    Raises:
        CommandError: It ended with another exit status than 0.
    """
    process = await asyncio.create_subprocess_exec(
        *command,
        env=dict(environ),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        lines = await _pass_on_lines(process, report)
        status = await process.wait()
    finally:
        await _end(process)
    if status != 0:
        raise CommandError(command, status, lines)


async def _pass_on_lines(process: asyncio.subprocess.Process, report: Report) -> list[str]:
    lines: list[str] = []
    assert process.stdout is not None  # noqa: S101 -- a pipe was asked for
    async for raw in process.stdout:
        line = raw.decode("utf-8", errors="replace").rstrip()
        if line:
            lines.append(line)
            report(line)
    return lines


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
