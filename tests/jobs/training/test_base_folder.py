"""A base model as Azure's registry has it, the parts of an MLflow model: found and trained on like any other."""

import shutil
from pathlib import Path

import pytest

from tests.jobs.training.running import Run, command, summary

WEIGHTS = ("config.json", "generation_config.json", "model.safetensors")


def layout(tiny_model: Path, folder: Path, weights: str, tokenizer: str) -> Path:
    for file in tiny_model.iterdir():
        part = folder / (weights if file.name in WEIGHTS else tokenizer)
        part.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, part)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize(
    ("weights", "tokenizer"),
    [
        ("mlflow_model_folder/data/model", "mlflow_model_folder/data/tokenizer"),
        ("mlflow_model_folder/model", "mlflow_model_folder/components/tokenizer"),
        ("data/model", "data/model"),
    ],
)
def test_a_registrys_model_is_trained_on_and_put_beside_the_adapter(
    run: Run, tiny_model: Path, tmp_path: Path, weights: str, tokenizer: str
) -> None:
    model = layout(tiny_model, tmp_path / "registry", weights, tokenizer)
    ended = run(*command(model, tmp_path, "--with-base", "--epochs", "1"))
    assert ended.returncode == 0, ended.stderr
    assert summary(tmp_path / "output")["steps"] > 0
    base = {file.name for file in (tmp_path / "output" / "base").iterdir()}
    assert base >= {"config.json", "model.safetensors", "tokenizer_config.json", "tokenizer.json"}


@pytest.mark.slow
def test_a_folder_without_a_model_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ended = run(*command(tmp_path / "empty", tmp_path))
    assert ended.returncode == 1
    assert "can't be loaded" in ended.stderr
