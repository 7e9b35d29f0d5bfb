"""checkov, the outside scanner of `make secure`, in an environment of its own, made when it is first needed."""

from pathlib import Path

from toolchain.setup.machine import Machine
from toolchain.setup.parts import Part, fingerprint
from toolchain.setup.uv import run_uv

NAME = "checkov"
LOCK = "toolchain/secure/requirements.lock"


def _made_from(root: Path, machine: Machine) -> str:
    return fingerprint(str(root), files=[root / LOCK])


def _make(root: Path, machine: Machine, folder: Path) -> None:
    machine.report(f"{NAME}: installing what {LOCK} names into {folder}")
    run_uv(root, machine, NAME, "venv", "--quiet", "--clear", "--no-project", "--python", machine.python, folder)
    python = folder / "bin" / "python"
    run_uv(root, machine, NAME, "pip", "sync", "--python", python, "--require-hashes", root / LOCK)


CHECKOV = Part(
    name=NAME, folder=".tunestack/checkov", made_from=_made_from, make=_make, holds=("bin/checkov",), in_place=True
)
