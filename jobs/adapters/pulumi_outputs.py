"""A stack's outputs, asked of Pulumi."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from jobs.domain.errors import UsageError
from jobs.domain.stack import StackOutputs


def read_stack(name: str, project: Path | None = None, *, method: str | None = None) -> StackOutputs:
    """Reads what `pulumi stack output` says.

    Args:
        name: the stack.
        project: the folder with Pulumi.yaml; the one that this program is part of unless given.
        method: how a model is to be tuned there; a platform has a place for each method, that of serverless
            fine-tuning is taken where none is named.

    Raises:
        UsageError: Pulumi isn't there, knows no such stack, or the stack isn't up or is for another method.
    """
    return _validated(name, _part(name, _outputs(name, project), method))


def read_parts(name: str, project: Path | None = None) -> list[StackOutputs]:
    """Reads the outputs of each journey of a stack: one, or those of a platform.

    Raises:
        UsageError: Pulumi isn't there, knows no such stack, or the stack isn't up.
    """
    outputs = _outputs(name, project)
    return [_validated(name, part) for part in (outputs.get("journeys") or {"": outputs}).values()]


_HINT = "pulumi up --stack {name} first; for a stack of the local Azure, both inside `tunestack local exec -- ...`."


def _outputs(name: str, project: Path | None) -> dict[str, Any]:
    project = project or Path(__file__).resolve().parents[2]
    command = [_pulumi(project), "stack", "output", "--json", "--stack", name, "--non-interactive"]
    result = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False, env=_environment())
    if result.returncode:
        raise UsageError(f"stack {name} can't be read: {result.stderr.strip()}", fix=_HINT.format(name=name))
    try:
        outputs: dict[str, Any] = json.loads(result.stdout)
    except ValueError as error:
        raise UsageError(f"stack {name} isn't up: it has no outputs", fix=_HINT.format(name=name)) from error
    return outputs


def _validated(name: str, part: dict[str, Any]) -> StackOutputs:
    try:
        return StackOutputs.model_validate(part)
    except ValidationError as error:
        missing = ", ".join(".".join(map(str, problem["loc"])) for problem in error.errors())
        raise UsageError(f"stack {name} isn't up: its outputs lack {missing}", fix=_HINT.format(name=name)) from error


def _part(name: str, outputs: dict[str, Any], method: str | None) -> dict[str, Any]:
    parts = list((outputs.get("journeys") or {"": outputs}).values())
    methods = [part["method"] for part in parts if "method" in part]
    if method is None:
        method = "serverless" if len(parts) > 1 else parts[0].get("method", "")
    elif methods and method not in methods:
        raise UsageError(
            f"stack {name} is for the method {', '.join(methods)}, not for {method}",
            fix=f"use a stack whose journey tunes by the method {method}.",
        )
    return next((part for part in parts if part.get("method") == method), outputs)


def _pulumi(project: Path) -> str:
    own = project / ".tunestack" / "bin" / "pulumi"
    found = shutil.which("pulumi") or (str(own) if own.exists() else None)
    if found is None:
        raise UsageError("there is no pulumi on PATH and none in .tunestack/bin", fix="make setup installs it.")
    return found


def _environment() -> dict[str, str]:
    return {**os.environ, "PULUMI_SKIP_UPDATE_CHECK": "true"}
