"""Fixtures of the trainer's tests: its environment, a tiny model, a way to run it as a job does, one finished run."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import prepared
from tests.jobs.training.running import ENVIRON, Run, command
from tests.jobs.training.tracking_server import TrackingServer


@pytest.fixture(scope="session")
def python() -> Path:
    """The Python of the training environment."""
    return prepared.training_python()


@pytest.fixture(scope="session")
def tiny_model() -> Path:
    """The folder of the tiny random model."""
    return prepared.tiny_model()


@pytest.fixture(scope="session")
def run(python: Path) -> Run:
    """Runs a program of the training environment to its end, without anything of this process's environment."""

    def run_program(
        *arguments: str | Path, seconds: float = 500, environ: dict[str, str] | None = None
    ) -> "subprocess.CompletedProcess[str]":
        whole = ENVIRON | (environ or {})
        return subprocess.run(
            [python, *arguments], check=False, capture_output=True, text=True, timeout=seconds, env=whole
        )

    return run_program


@pytest.fixture(scope="session")
def tracking() -> Iterator[TrackingServer]:
    """An MLflow server that the finished run has told its metrics."""
    with TrackingServer() as server:
        yield server


@pytest.fixture(scope="session")
def trained(run: Run, tiny_model: Path, tracking: TrackingServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of a finished run on chats."""
    folder = tmp_path_factory.mktemp("trained")
    named = ("--with-base", "--model-id", "numbers", "--base-label", "tiny")
    ended = run(*command(tiny_model, folder, *named), environ=tracking.environ)
    assert ended.returncode == 0, ended.stderr
    return folder / "output"
