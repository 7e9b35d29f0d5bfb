"""Installs what a program requires, into the environment that its runtime options name (`pulumi install`)."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from toolchain.language_host.children import Children
from toolchain.language_host.interpreters import Interpreter

MANIFESTS = ("requirements.txt", "pyproject.toml")
CHUNK_BYTES = 4096


class InstallError(Exception):
    """What a program requires could not be installed."""


def install(directory: Path, environment_folder: Path | None, children: Children) -> Iterator[bytes]:
    """Make the environment if it isn't there and install what the program's manifest names.

    Args:
        directory: the program's folder; the manifest is in it or in a folder above.
        environment_folder: the virtual environment; None for the machine's Python, where nothing is installed.
        children: starts the processes.

    Yields:
        What the installing programs write.

    Raises:
        InstallError: one of them failed.
    """
    if environment_folder is None:
        yield b"No virtual environment is named in the runtime options: nothing is installed.\n"
        return
    if not (environment_folder / "bin" / "python").exists():
        yield from _run([sys.executable, "-m", "venv", str(environment_folder)], directory, children, None)
    manifest = find_manifest(directory)
    if manifest is None:
        yield f"No {' or '.join(MANIFESTS)} in {directory} or above: nothing to install.\n".encode()
        return
    interpreter = Interpreter(environment_folder / "bin" / "python", environment_folder)
    yield from _run(command_line(manifest, interpreter), manifest.parent, children, interpreter)


def find_manifest(directory: Path) -> Path | None:
    """The nearest requirements.txt or pyproject.toml, from a folder upwards."""
    candidates = (folder / name for folder in (directory, *directory.parents) for name in MANIFESTS)
    return next((file for file in candidates if file.is_file()), None)


def command_line(manifest: Path, interpreter: Interpreter) -> list[str]:
    """The command line that installs a manifest: with uv where there is one, else with the environment's own pip."""
    uv = shutil.which("uv")
    python = str(interpreter.executable)
    install = [uv, "pip", "install", "--python", python] if uv else [python, "-m", "pip", "install"]
    named = ["--requirement", str(manifest)] if manifest.name == "requirements.txt" else ["--editable", "."]
    return [*install, *named]


def _run(command: list[str], directory: Path, children: Children, interpreter: Interpreter | None) -> Iterator[bytes]:
    environment = interpreter.activate(os.environ) if interpreter else dict(os.environ)
    started = children.start(
        command, environment=environment, directory=directory, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    with started as process:
        if process.stdout is not None:
            yield from iter(lambda: os.read(process.stdout.fileno(), CHUNK_BYTES), b"")  # type: ignore[union-attr]
        if process.wait():
            raise InstallError(f"`{' '.join(command)}` ended with exit code {process.returncode}")
