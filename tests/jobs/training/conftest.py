"""Fixtures of the trainer's tests: its environment, a tiny model, and a way to run it as a job does."""

import subprocess
from pathlib import Path

import pytest

from tests import prepared
from tests.jobs.training.running import Run


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

    def run_program(*arguments: str | Path, seconds: float = 240) -> "subprocess.CompletedProcess[str]":
        environ = {"PATH": "/usr/bin:/bin", "OMP_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1"}
        return subprocess.run(
            [python, *arguments], check=False, capture_output=True, text=True, timeout=seconds, env=environ
        )

    return run_program
