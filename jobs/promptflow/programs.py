"""Programs in environments of their own: started with what they need, ended with all that they started."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jobs.domain.errors import UsageError

PROJECT = Path(__file__).resolve().parents[2]
STDERR = 2
"""Where programs say what they do: standard output stays the result."""

_PATIENCE_SECONDS = 5.0
_NOT_PASSED_ON = frozenset({"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"})
_INTERRUPTED = 130


@dataclass(frozen=True)
class Finished:
    """How a program ended, and what it wrote on standard output and standard error."""

    exit_code: int
    output: str
    errors: str


def environment_of(part: str) -> Path:
    """The folder of an environment, which is made where it isn't there yet, or no longer what its lock file says.

    Args:
        part: `promptflow` or `agent-framework`, as the toolchain calls it.

    Raises:
        UsageError: it can't be made.
    """
    command = [sys.executable, "-m", "toolchain.setup", part]
    made = subprocess.run(command, cwd=PROJECT, check=False, stdin=subprocess.DEVNULL, stdout=STDERR)
    if made.returncode == _INTERRUPTED:
        raise KeyboardInterrupt
    if made.returncode:
        raise UsageError(
            f"the environment {part} can't be made",
            fix="tunestack promptflow setup makes it, in a shell that reaches the package index; "
            "one that speaks to the local Azure reaches nothing else.",
        )
    return PROJECT / ".tunestack" / part


def run(command: Sequence[str | Path], *, folder: Path, variables: Mapping[str, str], given: str = "") -> Finished:
    """Runs a program to its end; it and all it started end when this is interrupted.

    Args:
        command: the program and its arguments.
        folder: where it runs.
        variables: what it gets besides this process's environment.
        given: its standard input.
    """
    with started(command, folder=folder, variables=variables, output=subprocess.PIPE) as process:
        output, errors = process.communicate(given)
        return Finished(process.returncode, output, errors)


@contextlib.contextmanager
def started(
    command: Sequence[str | Path], *, folder: Path, variables: Mapping[str, str], output: int
) -> Iterator[subprocess.Popen[str]]:
    """A program that runs while the block does, at most; its standard input is a pipe that ends when this process does.

    Args:
        command: the program and its arguments.
        folder: where it runs.
        variables: what it gets besides this process's environment.
        output: where its standard output and standard error go, as subprocess has it.
    """
    inherited = {name: value for name, value in os.environ.items() if name not in _NOT_PASSED_ON}
    with subprocess.Popen(
        [str(word) for word in command],
        cwd=folder,
        env={**inherited, **variables},
        stdin=subprocess.PIPE,
        stdout=output,
        stderr=output,
        text=True,
        start_new_session=True,  # so that all it starts can be ended with it, and Ctrl-C comes to us alone
    ) as process:
        try:
            yield process
        finally:
            _end(process)


def _end(process: subprocess.Popen[str]) -> None:
    """Ends whatever is left of the program's process group."""
    for patience, ending in ((_PATIENCE_SECONDS, signal.SIGTERM), (None, signal.SIGKILL)):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, ending)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(patience)
            if ending == signal.SIGKILL:
                return
