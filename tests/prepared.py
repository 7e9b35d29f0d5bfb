"""What tests that run real programs need: made once, kept in the clone's cache, skipped where it can't be made."""

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest

from local_azure.environments import EnvironmentBuildError, ensure_environment
from local_azure.weights import WeightsError, ensure_weights

ROOT = Path(__file__).parents[1]
CACHE = ROOT / ".tunestack" / "cache"


def training_python() -> Path:
    """Returns the Python of the training environment."""
    return environment_python(ROOT / "jobs" / "training" / "requirements.lock")


def environment_python(requirements: Path) -> Path:
    """Returns the Python of the environment for locked requirements."""
    return _made(ensure_environment(requirements, cache=CACHE, report=print))


def tiny_model() -> Path:
    """Returns the folder of the tiny random model."""
    return _made(ensure_weights("tiny-random", cache=CACHE, report=print))


def _made(making: Coroutine[Any, Any, Path]) -> Path:
    try:
        return asyncio.run(making)
    except (EnvironmentBuildError, WeightsError) as error:
        pytest.skip(f"what this needs could not be made here: {error}")
