"""`.venv`: the project's Python environment, exactly what requirements.lock says, with the project itself editable."""

from pathlib import Path

from toolchain.setup.machine import Machine
from toolchain.setup.parts import STAMP, Part, fingerprint
from toolchain.setup.uv import run_uv

NAME = "Python environment"


def _made_from(root: Path, machine: Machine) -> str:
    return fingerprint(str(root), files=[root / "requirements.lock", root / "pyproject.toml"])


def _make(root: Path, machine: Machine, folder: Path) -> None:
    python = folder / "bin" / "python"
    whole = (folder / STAMP).is_file() and python.exists()
    (folder / STAMP).unlink(missing_ok=True)
    if not whole:
        run_uv(root, machine, NAME, "venv", "--quiet", "--clear", "--no-project", "--python", machine.python, folder)
    machine.report(f"{NAME}: installing what requirements.lock names into {folder}")
    run_uv(root, machine, NAME, "pip", "sync", "--python", python, "--require-hashes", root / "requirements.lock")
    editable = ("--no-deps", "--no-build-isolation", "--editable", root)
    run_uv(root, machine, NAME, "pip", "install", "--python", python, *editable)


PYTHON_ENVIRONMENT = Part(
    name=NAME,
    folder=".venv",
    made_from=_made_from,
    make=_make,
    holds=("bin/python", "bin/pytest", "bin/tunestack"),
    in_place=True,
)
