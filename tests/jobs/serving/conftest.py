"""Fixtures of the scoring script's tests: one process with it, and models made by it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import prepared
from tests.jobs.serving.scoring import Scoring


@pytest.fixture(scope="session")
def scoring(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scoring]:
    """The scoring script in its process."""
    made = Scoring(prepared.training_python(), tmp_path_factory.mktemp("scoring"))
    yield made
    made.close()


@pytest.fixture(scope="session")
def chat_model(scoring: Scoring, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as ``AZUREML_MODEL_DIR`` is, with a tuned chat model in a folder of its own."""
    root = tmp_path_factory.mktemp("chat-model")
    scoring.make(prepared.tiny_model(), root / "model")
    return root


@pytest.fixture(scope="session")
def classifier(scoring: Scoring, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a tuned classifier."""
    root = tmp_path_factory.mktemp("classifier")
    return scoring.make(prepared.tiny_model(), root / "model", "complaint", "praise", "question").parent
