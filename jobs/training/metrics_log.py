"""Writes a training run's losses and metrics into a file, one JSON object each, as they happen."""

import json
import time
from pathlib import Path

from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments

# As they are called in the file, and in the trainer where that is another name.
NAMES = {
    "loss": "loss",
    "grad_norm": "grad_norm",
    "learning_rate": "learning_rate",
    "mean_token_accuracy": "mean_token_accuracy",
    "reward_accuracy": "rewards/accuracies",
    "reward_margin": "rewards/margins",
    "eval_loss": "eval_loss",
    "eval_mean_token_accuracy": "eval_mean_token_accuracy",
    "eval_reward_accuracy": "eval_rewards/accuracies",
    "eval_reward_margin": "eval_rewards/margins",
    "eval_accuracy": "eval_accuracy",
    "eval_macro_f1": "eval_macro_f1",
}


def numbers_of(logs: dict[str, float]) -> dict[str, float]:
    """Returns what a trainer's log says of losses and metrics, by the names in the file."""
    return {name: logs[inside] for name, inside in NAMES.items() if inside in logs}


class MetricsLog(TrainerCallback):
    """Appends one JSON object to a file for every loss, as it happens.

    The file only ever grows, so that others can follow it. A run that goes on from a checkpoint repeats the steps since
    then: what is in the file already isn't written again. What the checkpoint knows and the file doesn't, because it is
    another machine's, is written first.

    Args:
        path: The file.
        started: ``time.monotonic()`` at the program's start.
        resumes: Whether to go on with what is in the file; otherwise it is begun anew.
    """

    def __init__(self, path: Path, started: float, *, resumes: bool) -> None:
        self._path = path
        self._started = started
        self._resumes = resumes
        self._written: set[tuple[int, bool]] = set()

    def on_train_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_kwargs: object
    ) -> None:
        """Reads what an earlier run wrote, or begins anew."""
        if not state.is_world_process_zero:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        lines = _whole_lines(self._path) if self._resumes else []
        self._path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        earlier = [json.loads(line) for line in lines]
        self._written = {(entry["step"], "eval_loss" in entry) for entry in earlier}
        for entry in state.log_history:
            self._write(state, entry, entry.get("elapsed_seconds", 0.0))
        past = [*earlier, *state.log_history]
        self._started -= max((entry.get("elapsed_seconds", 0.0) for entry in past), default=0.0)

    def on_log(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        logs: dict[str, float],
        **_kwargs: object,
    ) -> None:
        """Writes a line for a training or validation loss."""
        if state.is_world_process_zero and numbers_of(logs):
            seconds = round(time.monotonic() - self._started, 3)
            state.log_history[-1]["elapsed_seconds"] = seconds  # so that a checkpoint knows
            self._write(state, state.log_history[-1], seconds)

    def _write(self, state: TrainerState, entry: dict[str, float], seconds: float) -> None:
        numbers, key = numbers_of(entry), (int(entry["step"]), "eval_loss" in entry)
        if numbers and key not in self._written:
            self._written.add(key)
            where = {"step": key[0], "epoch": entry.get("epoch") or 0.0, "max_steps": state.max_steps}
            with self._path.open("a", encoding="utf-8") as stream:
                stream.write(f"{json.dumps(where | numbers | {'elapsed_seconds': seconds})}\n")


def _whole_lines(path: Path) -> list[str]:
    """Returns a file's lines but for one that was cut off when its writer was ended."""
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    return text[: text.rfind("\n") + 1].splitlines()
