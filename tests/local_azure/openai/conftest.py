"""Fixtures: a local Azure on programs of a moment in place of real training and serving, and an account."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from local_azure.machine import PORT, Compute, Report
from local_azure.options import Options
from local_azure.platform import Platform
from local_azure.service import Service, discover
from tests.local_azure.openai.client import Account, make_account
from tests.local_azure.running import HeldClock, LocalAzure, group_id

PROGRAMS = Path(__file__).parent / "programs"
SERVER = Path(__file__).parents[1] / "machinelearning" / "programs" / "fake_model_server.py"
GROUP = group_id("rg-openai")


def _compute(platform: Platform) -> Compute:
    async def python(_report: Report) -> Path:
        return Path(sys.executable)

    async def weights(_report: Report) -> Path:
        return platform.directory

    return Compute(PROGRAMS / "fake_trainer.py", SERVER, python, weights, "quick")


async def _provide(platform: Platform) -> None:
    platform.provide(PORT, _compute(platform))


def quick_azure(directory: Path, **more: object) -> LocalAzure:
    """Returns a local Azure that isn't started yet."""
    services = [Service(name="compute", start=_provide), *discover()]
    return LocalAzure(directory, services=services, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def openai_azure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAzure]:
    options = Options(weights="tiny-random", retry_after_ms=10, model_quota={"OpenAI.GlobalStandard.gpt-4o": 100_000})
    with quick_azure(tmp_path_factory.mktemp("openai"), options=options) as running:
        running.register_all()
        running.put(GROUP, {"location": "eastus2"})
        yield running


@pytest.fixture
def account(openai_azure: LocalAzure) -> Iterator[Account]:
    """An account of the test's own; jobs that a failing test leaves behind give their turn to the next test's."""
    made = make_account(openai_azure, GROUP)
    yield made
    if openai_azure.platform.resources.get(made.id) is not None:
        for job in made.call("GET", "/fine_tuning/jobs", params={"limit": "100"}).json()["data"]:
            made.call("POST", f"/fine_tuning/jobs/{job['id']}/cancel")


@pytest.fixture
def start(tmp_path: Path) -> Callable[[], LocalAzure]:
    """Starts a local Azure of the test's own, again and again on the same folder."""
    return lambda: quick_azure(tmp_path / "azure")


@pytest.fixture
def held(tmp_path: Path) -> Iterator[tuple[Account, HeldClock]]:
    """An account on a local Azure whose clock the test moves."""
    clock = HeldClock()
    with quick_azure(tmp_path / "held", clock=clock) as running:
        running.register_all()
        running.put(GROUP, {"location": "eastus2"})
        yield make_account(running, GROUP), clock
