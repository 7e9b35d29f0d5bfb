"""Prompt flow's environment and its successor's, made when first needed: their pins exclude each other."""

from pathlib import Path

from toolchain.setup.machine import Machine
from toolchain.setup.parts import STAMP, Part, fingerprint
from toolchain.setup.uv import run_uv


def _environment(name: str, *, lock: str, folder: str, holds: tuple[str, ...]) -> Part:
    """An environment that is exactly what a lock file says."""

    def made_from(root: Path, machine: Machine) -> str:
        return fingerprint(str(root), files=[root / lock])

    def make(root: Path, machine: Machine, place: Path) -> None:
        (place / STAMP).unlink(missing_ok=True)
        machine.report(f"{name}: installing what {lock} names into {place}")
        run_uv(root, machine, name, "venv", "--quiet", "--clear", "--no-project", "--python", machine.python, place)
        python = place / "bin" / "python"
        run_uv(root, machine, name, "pip", "sync", "--python", python, "--require-hashes", root / lock)

    return Part(name=name, folder=folder, made_from=made_from, make=make, holds=holds, in_place=True)


PROMPT_FLOW = _environment(
    "Prompt flow",
    lock="jobs/promptflow/requirements.lock",
    folder=".tunestack/promptflow",
    holds=("bin/python", "bin/pf"),
)
AGENT_FRAMEWORK = _environment(
    "Agent Framework",
    lock="jobs/agent_framework/requirements.lock",
    folder=".tunestack/agent-framework",
    holds=("bin/python",),
)
