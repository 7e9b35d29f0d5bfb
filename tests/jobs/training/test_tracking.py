"""MLflow is told a run's settings and what it measures, by the run's own token; without it training goes on."""

from pathlib import Path

import pytest

from tests.jobs.training.running import Run, command, curve, metrics, numbers, write_rows
from tests.jobs.training.tracking_server import TrackingServer


def test_every_loss_is_told_with_its_step(trained: Path, tracking: TrackingServer) -> None:
    losses = curve(metrics(trained))
    assert tracking.metrics("loss") == {step: loss for (step, measured), loss in losses.items() if not measured}
    assert tracking.metrics("eval_loss") == {step: loss for (step, measured), loss in losses.items() if measured}
    assert tracking.metrics("eval_perplexity").keys() == tracking.metrics("eval_loss").keys()


def test_hyperparameters_and_base_are_told_first(trained: Path, tracking: TrackingServer) -> None:
    path, token, body = tracking.told[0]
    assert path == "/mlflow/v1.0/workspace/api/2.0/mlflow/runs/log-batch"
    assert token == "Bearer of-the-run"
    told = {each["key"]: each["value"] for each in body["params"]}
    assert (told["base"], told["learning_rate"], told["loss"]) == ("tiny", "0.003", "cross-entropy")
    assert {body["run_id"] for _, _, body in tracking.told} == {"run-1"}


@pytest.mark.slow
def test_a_tracking_server_that_is_gone_is_told_once_and_stops_nothing(
    run: Run, tiny_model: Path, tmp_path: Path
) -> None:
    gone = {"MLFLOW_TRACKING_URI": "http://127.0.0.1:9", "MLFLOW_RUN_ID": "run-1"}
    line = command(tiny_model, tmp_path, "--epochs", "1")
    write_rows(tmp_path / "train.jsonl", numbers(1, 2))
    ended = run(*line, environ=gone)
    assert ended.returncode == 0, ended.stderr
    assert ended.stderr.count("takes no metrics") == 1
