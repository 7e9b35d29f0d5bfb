"""Fixtures: one local Azure with a project for all attacks, on this very Python."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.local_azure.machinelearning.conftest import azurite
from tests.local_azure.machinelearning.online_endpoints.conftest import scoring_compute
from tests.local_azure.machinelearning.running import RunningAzure, make_project

__all__ = ["azurite"]
ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def attacked(azurite: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningAzure]:
    with RunningAzure(tmp_path_factory.mktemp("attacked"), ROOT, scoring_compute) as running:
        make_project(running)
        yield running
