"""Fixtures: a local Azure with a project whose environments are this very Python."""

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from local_azure.errors import AzureError
from local_azure.machine import Compute, Report
from local_azure.platform import Platform
from tests.local_azure.machinelearning.conftest import ROOT, quick_compute
from tests.local_azure.machinelearning.online_endpoints.deploying import FAMILY, QUOTA, UNBUILDABLE
from tests.local_azure.machinelearning.running import QUICK, RunningAzure, make_project


def scoring_compute(platform: Platform) -> Compute:
    async def build(requirements: Sequence[str], report: Report) -> Path:
        if UNBUILDABLE in requirements:
            raise AzureError(400, "ImageBuildFailure", f"{UNBUILDABLE} can't be had")
        report(f"built from {', '.join(requirements)}")
        return Path(sys.executable)

    return replace(quick_compute(platform), build=build)


@pytest.fixture(scope="session")
def azure(azurite: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningAzure]:
    # Deployments stay until the session ends: more cores than all of them take, in whatever order they come.
    options = QUICK.model_copy(update={"core_quota": {FAMILY: QUOTA}})
    with RunningAzure(tmp_path_factory.mktemp("online"), ROOT, scoring_compute, options) as running:
        make_project(running)
        yield running


@pytest.fixture
def start(azurite: None, tmp_path: Path) -> Callable[[], RunningAzure]:
    return lambda: RunningAzure(tmp_path / "azure", ROOT, scoring_compute)
