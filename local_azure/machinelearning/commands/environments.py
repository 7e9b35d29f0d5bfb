"""The Python that a command job runs in: what its environment's conda file asks for, built once for each content."""

import asyncio
import re
from pathlib import Path

from local_azure.environments import locked_pins
from local_azure.errors import AzureError
from local_azure.json_types import Json
from local_azure.machine import Compute, Report
from local_azure.machinelearning.asset_uris import environment_reference
from local_azure.machinelearning.commands.conda_file import name_of, pip_requirements
from local_azure.platform import Platform
from local_azure.resources import Resource

# What the local Azure has its own stand-in for: it makes no environment another one than the lock's.
_STOOD_IN = frozenset({"azureml-inference-server-http"})
_PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;,]+)")


def require_environment(platform: Platform, workspace_id: str, environment_id: str) -> Resource:
    """Returns the environment version that a job names.

    Raises:
        AzureError: 400 when there is none; 501 for environments of registries, whose images can't be run here.
    """
    asset = environment_reference(environment_id)
    if asset is None:
        raise AzureError(
            501,
            "NotSupportedByLocalAzure",
            f"The local Azure doesn't have the environment '{environment_id}'. Register one with a condaFile.",
        )
    owner = asset.workspace_id or workspace_id
    found = platform.resources.get(f"{owner}/environments/{asset.name}/versions/{asset.version}")
    if found is None:
        message = f"The environment '{asset.name}', version '{asset.version}', does not exist in the workspace."
        raise AzureError(400, "UserError", message, target="environmentId")
    return found


async def python_of(compute: Compute, environment: Json, report: Report) -> Path:
    """Returns the Python executable for an environment's ``properties``.

    Where the packages are those of the training lock, it is the one that all training runs in, and nothing is built.

    Raises:
        AzureError: 400 ImageBuildFailure: there is nothing to build it from, it asks for what isn't taken, or packages
            can't be had.
    """
    conda_file = environment.get("condaFile")
    if not conda_file:
        what = "a build context" if environment.get("build") else f"the image '{environment.get('image')}' alone"
        raise AzureError(
            400,
            "ImageBuildFailure",
            f"The environment is {what}, and images can't be run here: add a condaFile with the packages under 'pip'.",
        )
    requirements = await asyncio.to_thread(pip_requirements, str(conda_file))
    if compute.requirements is not None and same_pins(requirements, compute.requirements.read_text(encoding="utf-8")):
        return await compute.environment(report)
    return await compute.build(requirements, report)


def same_pins(requirements: tuple[str, ...], lock: str) -> bool:
    """Returns whether requirements pin what a lock pins.

    What the lock pins for some platforms only may be left out, and the server of scoring scripts may come on top: where
    an environment lacks it, the local Azure has one of its own.
    """
    pins = locked_pins(lock)
    asked: dict[str, str] = {}
    for requirement in requirements:
        if name_of(requirement) in _STOOD_IN:
            continue
        pin = _PIN.match(requirement)
        if pin is None:
            return False
        asked[name_of(pin["name"])] = pin["version"]
    locked = {name_of(name): pin for name, pin in pins.items()}
    everywhere = {name for name, pin in locked.items() if not pin.conditional}
    return everywhere <= set(asked) and all(
        name in locked and locked[name].version == version for name, version in asked.items()
    )
