"""Python environments for jobs and model servers: built from locked requirements with uv, cached by content."""

from local_azure.environments.environment import EnvironmentBuildError, cached_environment, ensure_environment

__all__ = ["EnvironmentBuildError", "cached_environment", "ensure_environment"]
