"""A run learns, and writes what jobs read: metrics as they happen, a summary, the adapter with its base."""

import json
import math
from pathlib import Path

import pytest

from tests.jobs.training.running import metrics, summary


def test_validation_is_measured_from_before_the_first_to_after_the_last_step(trained: Path) -> None:
    losses = {line["step"]: line["eval_loss"] for line in metrics(trained) if "eval_loss" in line}
    assert list(losses) == [0, 2, 4, 6, 8]
    assert losses[8] < losses[0] - 0.3


def test_every_step_is_in_the_metrics_with_what_a_progress_bar_needs(trained: Path) -> None:
    steps = [line for line in metrics(trained) if "loss" in line]
    assert [line["step"] for line in steps] == list(range(1, 9))
    assert all(line["max_steps"] == 8 and line["learning_rate"] >= 0 for line in steps)
    seconds = [line["elapsed_seconds"] for line in metrics(trained)]
    assert seconds == sorted(seconds)
    assert steps[-1]["epoch"] == 2


def test_the_summary_tells_what_base_and_tuned_measure(trained: Path) -> None:
    told = summary(trained)
    losses = [line["eval_loss"] for line in metrics(trained) if "eval_loss" in line]
    assert told["eval_loss"] == {"first": losses[0], "last": losses[-1]}
    assert told["perplexity"]["last"] < told["perplexity"]["first"]
    for which, loss in (("base", losses[0]), ("tuned", min(losses))):
        assert told["metrics"][which]["perplexity"] == pytest.approx(math.exp(loss))
        assert 0 <= told["metrics"][which]["token_accuracy"] <= 1
    assert (told["model_id"], told["base"], told["weights"]) == ("numbers", "tiny", "tiny-random")
    assert (told["rows"], told["global_batch"]) == (13, 4)


def test_the_summary_tells_what_it_ran_on(trained: Path) -> None:
    told = summary(trained)
    assert (told["steps"], told["device"], told["threads"], told["processes"]) == (8, "cpu", 1, 1)
    assert {"torch", "trl", "peft"} <= set(told["versions"])


def test_the_adapter_is_on_all_linear_layers(trained: Path) -> None:
    configuration = json.loads((trained / "adapter" / "adapter_config.json").read_text(encoding="utf-8"))
    linear = {"q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"}
    assert set(configuration["target_modules"]) == linear


def test_the_result_holds_weights_of_adapter_and_base_and_no_pickle(trained: Path, tiny_model: Path) -> None:
    adapter = {path.name for path in (trained / "adapter").iterdir()}
    base = {path.name for path in (trained / "base").iterdir()}
    assert {"adapter_model.safetensors", "tokenizer.json", "README.md"} <= adapter
    assert {"model.safetensors", "config.json", "tokenizer.json", "chat_template.jinja"} <= base
    assert (trained / "base" / "config.json").read_bytes() == (tiny_model / "config.json").read_bytes()
    assert not [name for name in adapter | base if name.endswith((".bin", ".pt", ".pkl", ".py"))]
