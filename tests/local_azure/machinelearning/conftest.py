"""Fixtures: one local Azure with a project for the whole session, on programs of a moment in place of real training."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from local_azure.environment import client_environment
from local_azure.identity import SUBSCRIPTION_ID
from local_azure.instance_file import read_instance
from local_azure.machine import Compute, Report
from local_azure.platform import Platform
from tests.local_azure.machinelearning.running import RunningAzure, make_project

ROOT = Path(__file__).parents[3]
PROGRAMS = Path(__file__).parent / "programs"


def quick_compute(platform: Platform) -> Compute:
    async def python(report: Report) -> Path:
        report("the environment is there")
        return Path(sys.executable)

    async def weights(_report: Report) -> Path:
        folder = platform.directory / "weights"
        folder.mkdir(exist_ok=True)
        (folder / "config.json").write_text("{}")
        return folder

    trainer, server, lock = (PROGRAMS / name for name in ("fake_trainer.py", "fake_model_server.py", "shared.lock"))
    return Compute(trainer, server, python, weights, "quick", requirements=lock)


@pytest.fixture(scope="session")
def azurite() -> None:
    if not (ROOT / ".tunestack" / "azurite" / "node_modules").exists():
        pytest.skip("Azurite isn't installed yet: make setup puts it into .tunestack/azurite")


@pytest.fixture(scope="session")
def azure(azurite: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningAzure]:
    with RunningAzure(tmp_path_factory.mktemp("azure"), ROOT, quick_compute) as running:
        make_project(running)
        yield running


@pytest.fixture
def start(azurite: None, tmp_path: Path) -> Callable[[], RunningAzure]:
    return lambda: RunningAzure(tmp_path / "azure", ROOT, quick_compute)


@pytest.fixture
def client(azure: RunningAzure, monkeypatch: pytest.MonkeyPatch) -> Any:  # noqa: ANN401 -- azure.ai.ml.MLClient
    """The real azure-ai-ml on the project; imported here alone, as it takes seconds."""
    instance = read_instance(azure.directory)
    assert instance is not None
    changes = client_environment(azure.directory, root=azure.root, instance=instance, inherited=os.environ)
    for name in changes.clears:
        monkeypatch.delenv(name, raising=False)
    for name, value in changes.sets.items():
        monkeypatch.setenv(name, value)
    from azure.ai.ml import MLClient
    from azure.ai.ml.operations._run_history_constants import RunHistoryConstants
    from azure.identity import EnvironmentCredential

    monkeypatch.setattr(RunHistoryConstants, "_WAIT_COMPLETION_POLLING_INTERVAL_MIN", 1)
    return MLClient(EnvironmentCredential(), SUBSCRIPTION_ID, "rg-test", "project-test")
