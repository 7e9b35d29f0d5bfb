"""Fixtures: a service of chat completions that children of this process are led to, and the engines' environments."""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from jobs.domain.errors import UsageError
from jobs.promptflow.flow.ask import DeployedModel
from jobs.promptflow.programs import environment_of
from tests.jobs.promptflow.model_service import TENANT, ModelService, model_service

AT_START = dict(os.environ)


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelService]:
    with model_service(tmp_path) as running:
        for name, value in running.variables().items():
            monkeypatch.setenv(name, value)
        yield running


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The user's home and the folder for temporary files: what is left there afterwards was left behind.

    Its name is short, as sockets' paths have to be.
    """
    with TemporaryDirectory(prefix="home-") as folder:
        monkeypatch.setenv("HOME", folder)
        monkeypatch.setenv("TMPDIR", folder)
        monkeypatch.setattr("tempfile.tempdir", folder)
        yield Path(folder)


@pytest.fixture
def deployed() -> DeployedModel:
    url = "https://tuned.eastus2.models.ai.azure.com/v1/chat/completions"
    return DeployedModel(url, "https://ml.azure.com/.default", tenant_id=TENANT, system="Be brief.")


@pytest.fixture(scope="session")
def prompt_flow_environment() -> Path:
    return _made("promptflow")


@pytest.fixture(scope="session")
def agent_framework_environment() -> Path:
    return _made("agent-framework")


def _made(name: str) -> Path:
    """Made as the user's own environment reaches packages, whatever a fixture has set by now."""
    with pytest.MonkeyPatch.context() as environment:
        for variable in set(os.environ) - set(AT_START):
            environment.delenv(variable)
        for variable, value in AT_START.items():
            environment.setenv(variable, value)
        try:
            return environment_of(name)
        except UsageError as error:
            pytest.skip(f"what this needs could not be made here: {error}")
