"""A Python environment that is exactly what a lock file says, made when it is first needed."""

from pathlib import Path

from toolchain.setup.machine import Machine
from toolchain.setup.parts import STAMP, Part, fingerprint
from toolchain.setup.uv import run_uv


def locked_environment(name: str, *, lock: str, folder: str, holds: tuple[str, ...] = ("bin/python",)) -> Part:
    """Describes an environment apart from the project's, whose packages it couldn't share.

    Args:
        name: What messages call it.
        lock: The lock file, relative to the clone.
        folder: Where it lies, relative to the clone.
        holds: Files that must be there for it to count as there, relative to its folder.
    """

    def made_from(root: Path, machine: Machine) -> str:
        return fingerprint(str(root), files=[root / lock])

    def make(root: Path, machine: Machine, place: Path) -> None:
        (place / STAMP).unlink(missing_ok=True)
        machine.report(f"{name}: installing what {lock} names into {place}")
        run_uv(root, machine, name, "venv", "--quiet", "--clear", "--no-project", "--python", machine.python, place)
        python = place / "bin" / "python"
        run_uv(root, machine, name, "pip", "sync", "--python", python, "--require-hashes", root / lock)

    return Part(name=name, folder=folder, made_from=made_from, make=make, holds=holds, in_place=True)
