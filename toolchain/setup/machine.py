"""The machine that the setup runs on, as parameters: tests hand in another one."""

import importlib.util
import os
import platform
import shlex
import shutil
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from toolchain.setup.download import fetch
from toolchain.setup.errors import CommandError

KEPT_LINES = 25  # enough for a tool's own explanation of a failure


class Runner(Protocol):
    """Runs a program to its end."""

    def __call__(
        self,
        command: Sequence[str | Path],
        *,
        environment: Mapping[str, str],
        directory: Path | None = None,
        on_line: Callable[[str], None] | None = None,
    ) -> str:
        """Return what the program wrote on both its outputs.

        Raises:
            CommandError: it failed, or could not be started.
        """


class Fetcher(Protocol):
    """Downloads a file and checks it."""

    def __call__(self, url: str, destination: Path, *, sha256: str, reach_within: float) -> None:
        """Write the file that `url` names to `destination`, or raise an OSError or ChecksumError."""


@dataclass(frozen=True)
class Machine:
    """What the setup asks of its surroundings.

    Args:
        environment: the environment variables.
        which: finds a program on PATH.
        run: runs a program.
        fetch: downloads a file.
        has_module: tells whether this interpreter has a module of the standard library (some systems split it up).
        report: takes a line for whoever waits.
        python: the interpreter that the setup runs in.
        system: `Linux` or `Darwin`.
        processor: `x86_64`, `aarch64` or `arm64`.
    """

    environment: Mapping[str, str]
    which: Callable[[str], Path | None]
    run: Runner
    fetch: Fetcher
    has_module: Callable[[str], bool]
    report: Callable[[str], None]
    python: Path
    system: str
    processor: str


def this_machine(tools: Path) -> Machine:
    """The machine itself.

    Args:
        tools: the clone's own folder of tools, which doesn't count as a place where the machine has a program.
    """
    own_path = os.pathsep.join(
        folder for folder in os.environ.get("PATH", os.defpath).split(os.pathsep) if not _is_inside(folder, tools)
    )

    def which(name: str) -> Path | None:
        found = shutil.which(name, path=own_path)
        return Path(found) if found else None

    return Machine(
        environment={**os.environ, "PATH": own_path},
        which=which,
        run=run,
        fetch=fetch,
        has_module=lambda name: importlib.util.find_spec(name) is not None,
        report=_report,
        python=_own_python(),
        system=platform.system(),
        processor=platform.machine(),
    )


def run(
    command: Sequence[str | Path],
    *,
    environment: Mapping[str, str],
    directory: Path | None = None,
    on_line: Callable[[str], None] | None = None,
) -> str:
    """Run a program to its end; see `Runner`."""
    arguments = [str(argument) for argument in command]
    lines: deque[str] = deque(maxlen=None if on_line is None else KEPT_LINES)
    try:
        process = subprocess.Popen(
            arguments,
            env=dict(environment),
            cwd=directory,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
    except OSError as error:
        raise CommandError(shlex.join(arguments), 127, str(error)) from error
    with process:
        try:
            for line in process.stdout or ():
                lines.append(line)
                if on_line is not None:
                    on_line(line.rstrip())
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        raise CommandError(shlex.join(arguments), process.returncode, "".join(list(lines)[-KEPT_LINES:]).rstrip())
    return "".join(lines)


def _is_inside(folder: str, tools: Path) -> bool:
    return Path(folder).absolute().is_relative_to(tools) or Path(folder).absolute() == tools.parent / ".venv" / "bin"


def _own_python() -> Path:
    """The interpreter itself, also when it was started through a virtual environment (perhaps one to be made anew)."""
    if sys.prefix == sys.base_prefix:
        return Path(sys.executable)
    return Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}"


def _report(line: str) -> None:
    sys.stderr.write(f"setup: {line}\n")
    sys.stderr.flush()
