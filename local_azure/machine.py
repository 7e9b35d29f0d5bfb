"""What training and serving run on: scripts, the Python environment they run in and the base weights that stand in."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from local_azure.environments import EnvironmentBuildError, ensure_environment, ensure_packages
from local_azure.errors import AzureError
from local_azure.platform import Platform
from local_azure.weights import WeightsError, ensure_weights, label_of

PORT = "compute"

Report = Callable[[str], None]
Build = Callable[[Sequence[str], Report], Awaitable[Path]]


async def _builds_nothing(requirements: Sequence[str], _report: Report) -> Path:
    raise AzureError(400, "ImageBuildFailure", f"No environment is built here, asked for: {', '.join(requirements)}.")


@dataclass(frozen=True)
class Compute:
    """What a local Azure trains and serves with. Tests put a trainer of their own in its place.

    Attributes:
        training_script: The program that fine-tunes, run as ``python SCRIPT --model ... --train ...``.
        inference_script: The program that serves, run as ``python SCRIPT --model ... --address-file ...``.
        environment: Returns the Python executable of the environment, after building it where it isn't there yet.
        weights: Returns the folder of the base weights, after making it where it isn't there yet.
        label: What answers call the base weights.
        requirements: The lock that ``environment`` is built from; None where it is built from none.
        build: Returns the Python executable of an environment with other packages, built where it isn't there yet.
    """

    training_script: Path
    inference_script: Path
    environment: Callable[[Report], Awaitable[Path]]
    weights: Callable[[Report], Awaitable[Path]]
    label: str
    requirements: Path | None = None
    build: Build = _builds_nothing


def compute_of(platform: Platform) -> Compute:
    """Returns what a local Azure trains and serves with: its port ``compute``, or the project's own programs."""
    try:
        return platform.require(PORT, Compute)
    except LookupError:
        return default_compute(platform)


def default_compute(platform: Platform) -> Compute:
    """Returns the project's own trainer and model server, in the environment of the trainer's lock file."""
    training = platform.root / "jobs" / "training"
    weights = platform.options.weights
    return Compute(
        training_script=training / "fine_tune.py",
        inference_script=platform.root / "local_azure" / "inference" / "server.py",
        environment=partial(_environment, training / "requirements.lock", platform.cache),
        weights=partial(_weights, weights, platform.cache),
        label=label_of(weights),
        requirements=training / "requirements.lock",
        build=partial(_packages, platform.cache),
    )


async def _environment(requirements: Path, cache: Path, report: Report) -> Path:
    try:
        return await ensure_environment(requirements, cache=cache, report=report)
    except EnvironmentBuildError as error:
        raise AzureError(400, "ImageBuildFailure", f"The job's environment can't be built: {error}") from error


async def _packages(cache: Path, requirements: Sequence[str], report: Report) -> Path:
    try:
        return await ensure_packages(requirements, cache=cache, report=report)
    except EnvironmentBuildError as error:
        raise AzureError(400, "ImageBuildFailure", f"The job's environment can't be built: {error}") from error


async def _weights(name: str, cache: Path, report: Report) -> Path:
    try:
        return await ensure_weights(name, cache=cache, report=report)
    except WeightsError as error:
        raise AzureError(400, "ModelNotAvailable", f"The base weights can't be had: {error}") from error
