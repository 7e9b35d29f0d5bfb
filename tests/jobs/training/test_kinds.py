"""Pairs and labels are learnt as chats are; every optimizer, schedule and loss that can be chosen trains."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.jobs.training.running import MANY, TRAINING, Run, chat, metrics, numbers, summary, write_rows

PAIRS = [
    {
        "input": {"messages": [{"role": "user", "content": f"Hello {number}"}]},
        "preferred_output": [{"role": "assistant", "content": f"Good day, {number}!"}],
        "non_preferred_output": [{"role": "assistant", "content": f"Go away {number}."}],
    }
    for number in range(8)
]
TRIPLES = [{"prompt": f"Hello {number}", "chosen": "Good day!", "rejected": "Go away."} for number in range(4)]
LABELLED = [
    {"text": f"{word} film {number}", "label": label}
    for number in range(6)
    for word, label in (("good", 1), ("bad", 0))
]
DPO = ("--method", "dpo", "--beta", "0.2")
LONG = ("--epochs", "6", "--learning-rate", "0.01")


@dataclass(frozen=True)
class Case:
    """Rows, how they are learnt, and what is measured on; nothing: the rows themselves."""

    rows: list[object]
    arguments: tuple[str, ...]
    validation: tuple[object, ...] = ()


CASES: Mapping[str, Case] = {
    "pairs": Case([*PAIRS], (*DPO, "--epochs", "2", "--learning-rate", "0.01")),
    "triples by ipo": Case([*TRIPLES], (*DPO, "--loss", "ipo")),
    "triples by hinge": Case([*TRIPLES], (*DPO, "--loss", "hinge")),
    "labels": Case([*LABELLED], ("--task", "classification", *LONG)),
    "labels, smoothed": Case([*LABELLED], ("--task", "classification", "--loss", "label-smoothing")),
    "chats, smoothed": Case([*numbers(1, 2, 3)], ("--loss", "label-smoothing", "--optimizer", "adafactor")),
    "chats by dft": Case([*numbers(1, 2, 3)], ("--loss", "dft", "--optimizer", "sgd", "--schedule", "linear")),
    "chats, decayed": Case(
        [*numbers(1, 2, 3)],
        ("--optimizer", "rmsprop", "--schedule", "inverse-sqrt", "--weight-decay", "0.1", "--select", "last"),
    ),
    "apart": Case([*numbers(*range(6))], ("--batch-size", "8", "--schedule", "constant")),
    "packed": Case([*numbers(*range(6))], ("--batch-size", "8", "--packing", "--max-length", "256")),
    "by heart": Case(
        [*numbers(1, 2, 3)],
        ("--epochs", "24", "--learning-rate", "0.005", "--evaluations", "4"),
        (chat("Who?", "Zebra quilt yonder, WXYZ 0987."),),
    ),
    "far too high a rate": Case([*numbers(*range(6))], ("--learning-rate", "1e30", "--warmup", "0")),
    "cut before its answer": Case([*numbers(1)], ("--max-length", "5")),
    "no model": Case([*numbers(1)], ("--model", "absent")),
    "one label": Case([{"text": "a", "label": "x"}], ("--task", "classification")),
}


@dataclass(frozen=True)
class Ended:
    """What runs have left: output folders by name, exit statuses, standard error."""

    outputs: Path
    statuses: dict[str, int]
    said: str

    def metrics(self, name: str, metric: str) -> list[float]:
        return [line[metric] for line in metrics(self.outputs / name) if metric in line]


@pytest.fixture(scope="module")
def ended(run: Run, tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Ended:
    """What all cases have left."""
    folder = tmp_path_factory.mktemp("kinds")
    lines = []
    for name, case in CASES.items():
        rows = str(write_rows(folder / f"{name}.jsonl", case.rows))
        measured = str(write_rows(folder / f"{name}.validation.jsonl", case.validation or case.rows))
        where = ("--model", str(tiny_model), "--output", str(folder / name), "--train", rows, "--validation", measured)
        lines.append([*where, "--threads", "1", "--evaluations", "2", *case.arguments])
    ran = run("-c", MANY, TRAINING, json.dumps(lines))
    statuses = [int(status) for status in re.findall(r"^RUN (\d+)$", ran.stdout, re.MULTILINE)]
    assert ran.returncode == 0, ran.stderr
    return Ended(folder, dict(zip(CASES, statuses, strict=True)), ran.stderr)


REFUSED = {"no model", "one label", "cut before its answer", "far too high a rate"}


@pytest.mark.parametrize("name", sorted(CASES.keys() - REFUSED))
def test_it_trains_to_its_end(ended: Ended, name: str) -> None:
    assert ended.statuses[name] == 0, ended.said
    assert len(ended.metrics(name, "loss")) > 0


def test_pairs_are_learnt_from_no_preference_to_the_preferred_answer(ended: Ended) -> None:
    losses = ended.metrics("pairs", "eval_loss")
    assert losses[0] == pytest.approx(0.6931, abs=1e-3)  # log 2: the base model prefers as it does itself
    assert losses[-1] < 0.6
    told = summary(ended.outputs / "pairs")
    assert told["metrics"]["tuned"]["reward_accuracy"] > told["metrics"]["base"]["reward_accuracy"]
    assert "perplexity" not in told["metrics"]["tuned"]
    assert (told["method"], told["hyperparameters"]["beta"]) == ("dpo", 0.2)


def test_labels_are_learnt_with_a_head_that_is_kept(ended: Ended) -> None:
    told = summary(ended.outputs / "labels")["metrics"]
    assert told["tuned"]["accuracy"] > max(0.9, told["base"]["accuracy"])
    assert told["tuned"]["macro_f1"] > 0.9
    adapter = ended.outputs / "labels" / "adapter"
    assert json.loads((adapter / "labels.json").read_text(encoding="utf-8")) == ["0", "1"]
    configuration = json.loads((adapter / "adapter_config.json").read_text(encoding="utf-8"))
    assert configuration["task_type"] == "SEQ_CLS"
    assert "score" in configuration["modules_to_save"]


def test_validation_is_measured_without_smoothing(ended: Ended) -> None:
    smoothed, plain = ended.metrics("chats, smoothed", "eval_loss"), ended.metrics("chats by dft", "eval_loss")
    assert smoothed[0] == plain[0]
    assert ended.metrics("chats, smoothed", "loss")[0] != pytest.approx(smoothed[0], abs=1e-3)


def test_packed_chats_read_only_themselves(ended: Ended) -> None:
    apart, packed = ended.metrics("apart", "loss"), ended.metrics("packed", "loss")
    assert len(apart) == len(packed) == 1
    assert packed[0] == pytest.approx(apart[0], abs=1e-4)


def test_over_fitting_is_called_out_and_the_best_checkpoint_taken(ended: Ended) -> None:
    told = summary(ended.outputs / "by heart")
    lines = metrics(ended.outputs / "by heart")
    losses = {line["step"]: line["eval_loss"] for line in lines if "eval_loss" in line}
    best = min(losses, key=lambda step: losses[step])
    assert 0 < best < told["steps"]
    assert told["selected"] == {"step": best, "by": "validation loss"}
    assert told["overfitting"]["after_step"] == best
    assert told["overfitting"]["rise"] == pytest.approx(
        max(losses[step] for step in losses if step > best) - losses[best]
    )
    assert "the validation loss rose by" in told["overfitting"]["message"]


@pytest.mark.parametrize("name", ["by heart", "labels"])
def test_the_result_has_the_weights_of_the_checkpoint_that_was_selected(ended: Ended, name: str) -> None:
    output = ended.outputs / name
    checkpoint = output / "checkpoints" / f"checkpoint-{summary(output)['selected']['step']}"
    weights = "adapter_model.safetensors"
    assert (output / "adapter" / weights).read_bytes() == (checkpoint / weights).read_bytes()


def test_the_last_checkpoint_is_taken_where_that_is_asked_for(ended: Ended) -> None:
    assert summary(ended.outputs / "chats, decayed")["selected"]["by"] == "last"


def test_one_label_is_no_classification(ended: Ended) -> None:
    assert ended.statuses["one label"] == 3
    assert "all rows have the label 'x'" in ended.said


def test_a_model_that_isnt_there_is_named(ended: Ended) -> None:
    assert ended.statuses["no model"] == 1
    assert "the model absent (hub id) can't be loaded" in ended.said


def test_rows_that_are_cut_before_their_answers_are_bad_data(ended: Ended) -> None:
    assert ended.statuses["cut before its answer"] == 3
    assert "begins within 5 tokens: raise --max-length" in ended.said


def test_a_loss_that_is_no_number_ends_the_run_and_blames_the_learning_rate(ended: Ended) -> None:
    assert ended.statuses["far too high a rate"] == 1
    assert "the learning rate 1e+30 is too high" in ended.said
    assert not (ended.outputs / "far too high a rate" / "adapter").exists()
