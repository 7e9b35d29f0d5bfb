"""Python environments for jobs and model servers: built from locked requirements with uv, cached by content."""

from local_azure.environments.environment import (
    EnvironmentBuildError,
    cached_environment,
    ensure_environment,
    ensure_packages,
)
from local_azure.environments.requirements import Pin, locked_pins

__all__ = [
    "EnvironmentBuildError",
    "Pin",
    "cached_environment",
    "ensure_environment",
    "ensure_packages",
    "locked_pins",
]
