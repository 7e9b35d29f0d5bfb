"""Small shell programs that start a module of ours in the project's environment; one is the provider stand-in."""

import shlex
from pathlib import Path

from toolchain.setup.machine import Machine
from toolchain.setup.parts import Part, fingerprint

STAND_IN_PROGRAM = "pulumi-resource-azure-native"


def write_launcher(root: Path, launcher: Path, module: str) -> None:
    """Write an executable that starts `module` whatever the caller's folder and Python settings are.

    Args:
        root: the clone's folder.
        launcher: the executable to write.
        module: the module to start.
    """
    python = shlex.quote(str(root / ".venv" / "bin" / "python"))
    launcher.write_text(f'#!/bin/sh\nexec {python} -I -m {module} "$@"\n')
    launcher.chmod(0o755)


def _made_from(root: Path, machine: Machine) -> str:
    return fingerprint(str(root), files=[Path(__file__)])


def _make(root: Path, machine: Machine, folder: Path) -> None:
    write_launcher(root, folder / STAND_IN_PROGRAM, "toolchain.azure_native")


STAND_IN = Part(
    name="provider stand-in",
    folder=".tunestack/stand-in",
    made_from=_made_from,
    make=_make,
    holds=(STAND_IN_PROGRAM,),
)
