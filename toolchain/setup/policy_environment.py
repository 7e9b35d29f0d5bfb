"""`.tunestack/policies`: the Python environment of the policy pack, exactly what its requirements say."""

from pathlib import Path

from toolchain.setup.machine import Machine
from toolchain.setup.parts import STAMP, Part, fingerprint
from toolchain.setup.uv import run_uv

NAME = "policy pack's environment"
REQUIREMENTS = "policies/requirements.txt"


def _made_from(root: Path, machine: Machine) -> str:
    return fingerprint(str(root), files=[root / REQUIREMENTS])


def _make(root: Path, machine: Machine, folder: Path) -> None:
    python = folder / "bin" / "python"
    whole = (folder / STAMP).is_file() and python.exists()
    (folder / STAMP).unlink(missing_ok=True)
    if not whole:
        run_uv(root, machine, NAME, "venv", "--quiet", "--clear", "--no-project", "--python", machine.python, folder)
    machine.report(f"{NAME}: installing what {REQUIREMENTS} names into {folder}")
    run_uv(root, machine, NAME, "pip", "sync", "--python", python, "--require-hashes", root / REQUIREMENTS)


POLICY_ENVIRONMENT = Part(
    name=NAME,
    folder=".tunestack/policies",
    made_from=_made_from,
    make=_make,
    holds=("bin/python",),
    in_place=True,
)
