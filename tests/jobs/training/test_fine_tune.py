"""A run learns, writes what jobs read, and goes on from a checkpoint to the very same curve."""

import json
import signal
import subprocess
from pathlib import Path

import pytest

from tests.jobs.training.running import TRAINING, Run, chat, write_rows

TRAIN = [chat(f"What is number {number}?", f"It is the number {number}.") for number in range(12)]
VALIDATION = [chat(f"What is number {number}?", f"It is the number {number}.") for number in (20, 21, 22)]


def command(tiny_model: Path, folder: Path) -> list[str | Path]:
    rows = write_rows(folder / "train.jsonl", TRAIN)
    validation = write_rows(folder / "validation.jsonl", VALIDATION)
    how = ("--epochs", "2", "--learning-rate", "0.01", "--batch-size", "3", "--evaluations", "2", "--threads", "1")
    where = ("--model", tiny_model, "--train", rows, "--validation", validation, "--output", folder / "output")
    return [TRAINING / "fine_tune.py", *where, *how]


def metrics(folder: Path) -> list[dict[str, float]]:
    text = (folder / "output" / "metrics.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def curve(folder: Path) -> list[tuple[float, float]]:
    return [(entry["step"], entry.get("loss", entry.get("eval_loss", 0.0))) for entry in metrics(folder)]


@pytest.fixture(scope="module")
def trained(run: Run, tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a finished run."""
    folder = tmp_path_factory.mktemp("trained")
    ended = run(*command(tiny_model, folder))
    assert ended.returncode == 0, ended.stderr
    return folder


def test_validation_loss_falls_from_before_the_first_to_after_the_last_step(trained: Path) -> None:
    losses = [(entry["step"], entry["eval_loss"]) for entry in metrics(trained) if "eval_loss" in entry]
    assert [step for step, _ in losses] == [0, 4, 8]
    assert losses[-1][1] < losses[0][1] - 0.5


def test_every_step_is_in_the_metrics_with_what_a_progress_bar_needs(trained: Path) -> None:
    steps = [entry for entry in metrics(trained) if "loss" in entry]
    assert [entry["step"] for entry in steps] == list(range(1, 9))
    assert all(entry["max_steps"] == 8 and entry["learning_rate"] >= 0 for entry in steps)
    seconds = [entry["elapsed_seconds"] for entry in metrics(trained)]
    assert seconds == sorted(seconds)
    assert steps[-1]["epoch"] == 2


def test_the_summary_holds_first_and_last_losses_and_what_it_ran_on(trained: Path) -> None:
    summary = json.loads((trained / "output" / "summary.json").read_text(encoding="utf-8"))
    losses = [entry["eval_loss"] for entry in metrics(trained) if "eval_loss" in entry]
    assert summary["eval_loss"] == {"first": losses[0], "last": losses[-1]}
    assert summary["perplexity"]["last"] < summary["perplexity"]["first"]
    assert (summary["steps"], summary["device"], summary["threads"]) == (8, "cpu", 1)
    assert {"torch", "trl", "peft"} <= set(summary["versions"])


def test_the_adapter_is_on_all_linear_layers(trained: Path) -> None:
    configuration = json.loads((trained / "output" / "adapter" / "adapter_config.json").read_text(encoding="utf-8"))
    linear = {"q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"}
    assert set(configuration["target_modules"]) == linear


def test_the_adapters_folder_holds_its_weights_and_no_pickle(trained: Path) -> None:
    files = {path.name for path in (trained / "output" / "adapter").iterdir()}
    assert {"adapter_model.safetensors", "tokenizer.json", "README.md"} <= files
    assert not [name for name in files if name.endswith((".bin", ".pt", ".pkl"))]


def test_a_stopped_run_goes_on_from_its_checkpoint_to_the_same_curve(
    trained: Path, python: Path, run: Run, tiny_model: Path, tmp_path: Path
) -> None:
    line = command(tiny_model, tmp_path)
    stopped = stop_after_first_step(python, line)
    assert stopped.returncode == 128 + signal.SIGTERM
    assert "stopped by signal 15; --resume auto goes on" in str(stopped.stderr)
    assert len(curve(tmp_path)) < len(curve(trained))
    assert not (tmp_path / "output" / "summary.json").exists()
    resumed = run(*line, "--resume", "auto")
    assert resumed.returncode == 0, resumed.stderr
    assert "going on from the checkpoint of step" in resumed.stdout
    assert [step for step, _ in curve(tmp_path)] == [step for step, _ in curve(trained)]
    assert [loss for _, loss in curve(tmp_path)] == pytest.approx([loss for _, loss in curve(trained)], abs=1e-4)


def stop_after_first_step(python: Path, line: list[str | Path]) -> "subprocess.CompletedProcess[str]":
    environ = {"PATH": "/usr/bin:/bin", "OMP_NUM_THREADS": "1"}
    process = subprocess.Popen([python, *line], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environ)
    assert process.stdout is not None
    for printed in process.stdout:
        if "step 1/" in printed:
            process.send_signal(signal.SIGTERM)
            break
    out, err = process.communicate(timeout=120)
    return subprocess.CompletedProcess(line, process.returncode, out, err)


def test_a_loss_that_is_no_number_ends_the_run_and_blames_the_learning_rate(
    run: Run, tiny_model: Path, tmp_path: Path
) -> None:
    ended = run(*command(tiny_model, tmp_path), "--learning-rate", "1e30", "--warmup", "0")
    assert ended.returncode == 1
    assert "the learning rate 1e+30 is too high" in ended.stderr.strip().splitlines()[-1]
    assert not (tmp_path / "output" / "adapter").exists()


@pytest.mark.slow
def test_two_processes_train_together_and_one_writes(run: Run, tiny_model: Path, tmp_path: Path) -> None:
    ended = run("-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2", *command(tiny_model, tmp_path))
    assert ended.returncode == 0, ended.stderr
    assert [entry["step"] for entry in metrics(tmp_path) if "loss" in entry] == [1, 2, 3, 4]
    assert ended.stdout.count("done: 4 steps") == 1
