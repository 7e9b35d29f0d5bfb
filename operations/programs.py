"""Programs run one after the other: their output shown as it comes, kept where it is needed, timed."""

import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

Show = Callable[[str], bool]


def everything(_line: str) -> bool:
    """Shows all lines."""
    return True


def nothing(_line: str) -> bool:
    """Shows no lines."""
    return False


class ProgramError(Exception):
    """A program ended with an exit code that isn't a success."""

    def __init__(self, command: Sequence[str], code: int, output: str) -> None:
        super().__init__(f"{' '.join(command)} ended with exit code {code}")
        self.code = code
        self.output = output


@dataclass(frozen=True)
class Finished:
    """A program that has ended well.

    Attributes:
        output: what it wrote to stdout.
        seconds: wall-clock.
    """

    output: str
    seconds: float


@dataclass(frozen=True)
class Programs:
    """Runs programs in one folder.

    Attributes:
        folder: their working directory.
        environment: added to this process's own.
        prefix: put before each command line, e.g. to run all of them against the local Azure.
    """

    folder: Path
    environment: Mapping[str, str]
    prefix: tuple[str, ...] = ()

    def run(self, *command: str, accepted: Sequence[int] = (0,), show: Show = everything) -> Finished:
        """Runs a program to its end; its stderr is the user's own.

        Args:
            command: program and arguments.
            accepted: exit codes that are no failure.
            show: which lines of its stdout are passed on, indented, as they come.

        Raises:
            ProgramError: another exit code.
        """
        began, kept = time.monotonic(), []
        environment = {**os.environ, **self.environment}
        line = [*self.prefix, *command]
        with subprocess.Popen(line, cwd=self.folder, env=environment, stdout=subprocess.PIPE, text=True) as process:
            for text in process.stdout or ():
                kept.append(text)
                if text.strip() and show(text):
                    click.echo(f"    {text.rstrip()}")
        output = "".join(kept)
        if process.returncode not in accepted:
            raise ProgramError(command, process.returncode, output)
        return Finished(output, time.monotonic() - began)
