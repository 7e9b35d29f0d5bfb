"""Which Python runs a program: the one that Pulumi.yaml's runtime options name, with its environment activated."""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DEFAULT_UV_ENVIRONMENT = ".venv"


class InterpreterError(Exception):
    """The Python that a project asks for isn't there, or is one that this language host can't use."""


@dataclass(frozen=True)
class Interpreter:
    """A Python to run programs with.

    Args:
        executable: its path.
        virtual_environment: the environment's folder, or None for a Python of the machine.
    """

    executable: Path
    virtual_environment: Path | None = None

    def activate(self, environment: Mapping[str, str]) -> dict[str, str]:
        """The environment variables with this Python first on PATH, as activating its environment would leave them."""
        activated = {**environment}
        if self.virtual_environment is None:
            return activated
        path = environment.get("PATH", os.defpath)
        activated["PATH"] = os.pathsep.join((str(self.executable.parent), path))
        activated["VIRTUAL_ENV"] = activated["PULUMI_RUNTIME_VIRTUALENV"] = str(self.virtual_environment)
        activated.pop("PYTHONHOME", None)
        return activated


def environment_folder(root: Path, options: Mapping[str, object]) -> Path | None:
    """The virtual environment that the runtime options name, whether it is there or not; None for the machine's Python.

    Args:
        root: the folder of Pulumi.yaml (or of a plugin's or policy pack's own file), which relative paths start from.
        options: its runtime options.

    Raises:
        InterpreterError: the options ask for a toolchain other than pip and uv.
    """
    toolchain = options.get("toolchain") or "pip"
    if toolchain not in {"pip", "uv"}:
        raise InterpreterError(
            f"Pulumi.yaml's runtime option toolchain is {toolchain!r}; this language host knows pip and uv. "
            "Use one of them, or install the official Pulumi CLI and run `make setup` again."
        )
    name = options.get("virtualenv") or (DEFAULT_UV_ENVIRONMENT if toolchain == "uv" else None)
    return (root / str(name)) if name else None


def resolve(root: Path, options: Mapping[str, object], environment: Mapping[str, str]) -> Interpreter:
    """Find the Python for a program.

    Args:
        root: see `environment_folder`.
        options: the runtime options.
        environment: the environment variables; PULUMI_PYTHON_CMD names the Python where no virtual environment is asked
            for, else the first `python3` or `python` on PATH is taken.

    Raises:
        InterpreterError: there is no such Python; the message names it and the fix.
    """
    folder = environment_folder(root, options)
    if folder is not None:
        executable = folder / "bin" / "python"
        if not executable.exists():
            raise InterpreterError(
                f"there is no Python environment in {folder}, which Pulumi.yaml's runtime options name. "
                "Run `make setup` (for another project: `pulumi install`)."
            )
        return Interpreter(executable, folder)
    names = [environment["PULUMI_PYTHON_CMD"]] if environment.get("PULUMI_PYTHON_CMD") else ["python3", "python"]
    found = next(filter(None, (shutil.which(name, path=environment.get("PATH")) for name in names)), None)
    if found is None:
        raise InterpreterError(
            f"no {' or '.join(names)} on PATH to run the program with; install Python 3.11 or newer."
        )
    return Interpreter(Path(found))
