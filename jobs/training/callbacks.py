"""What watches a training run: writes its metrics, tells people, stops at a signal and at a loss that is no number."""

import json
import math
import time
from pathlib import Path

from failures import Failure
from stop import Stop
from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments

_KEPT = ("loss", "grad_norm", "learning_rate", "mean_token_accuracy", "eval_loss", "eval_mean_token_accuracy")


class MetricsLog(TrainerCallback):
    """Appends one JSON object to a file for every loss, as it happens.

    The file only ever grows, so that others can follow it. A run that goes on from a checkpoint repeats the steps since
    then: what is in the file already isn't written again.

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
        if state.is_world_process_zero:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            lines = _whole_lines(self._path) if self._resumes else []
            self._path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
            earlier = [json.loads(line) for line in lines]
            self._written = {(entry["step"], "eval_loss" in entry) for entry in earlier}
            self._started -= earlier[-1]["elapsed_seconds"] if earlier else 0.0

    def on_log(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        logs: dict[str, float],
        **_kwargs: object,
    ) -> None:
        """Writes a line for a training or validation loss."""
        numbers = {name: logs[name] for name in _KEPT if name in logs}
        new = (state.global_step, "eval_loss" in numbers) not in self._written
        if state.is_world_process_zero and numbers and new:
            where = {"step": state.global_step, "epoch": state.epoch or 0.0, "max_steps": state.max_steps}
            line = where | numbers | {"elapsed_seconds": round(time.monotonic() - self._started, 3)}
            with self._path.open("a", encoding="utf-8") as stream:
                stream.write(f"{json.dumps(line)}\n")


def _whole_lines(path: Path) -> list[str]:
    """Returns a file's lines but for one that was cut off when its writer was ended."""
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    return text[: text.rfind("\n") + 1].splitlines()


class LossGuard(TrainerCallback):
    """Ends a run whose loss is no number any more: going on would only cost time."""

    def on_log(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        logs: dict[str, float],
        **_kwargs: object,
    ) -> None:
        """Looks at each loss.

        Raises:
            Failure: It is infinite or not a number.
        """
        for name in ("loss", "eval_loss"):
            if not math.isfinite(logs.get(name, 0.0)):
                raise Failure(
                    f"{name} is {logs[name]} at step {state.global_step}: the learning rate "
                    f"{args.learning_rate:g} is too high for this model, or the data has rows it can't make sense of"
                )


class Progress(TrainerCallback):
    """Tells people on standard output how far it is.

    Args:
        started: ``time.monotonic()`` at the program's start.
    """

    def __init__(self, started: float) -> None:
        self._started = started

    def on_log(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        logs: dict[str, float],
        **_kwargs: object,
    ) -> None:
        """Prints a line for a training or validation loss."""
        if not state.is_world_process_zero:
            return
        at = f"[{time.monotonic() - self._started:6.1f} s] step {state.global_step}/{state.max_steps}"
        if "eval_loss" in logs:
            loss = logs["eval_loss"]
            print(f"{at}: validation loss {loss:.4f}, perplexity {math.exp(min(loss, 50)):.2f}", flush=True)
        elif "loss" in logs:
            print(f"{at}: loss {logs['loss']:.4f}, learning rate {logs['learning_rate']:.2e}", flush=True)


class StopAtStep(TrainerCallback):
    """Saves a checkpoint and ends the run after the step in which it was told to stop.

    Args:
        stop: Tells it.
    """

    def __init__(self, stop: Stop) -> None:
        self._stop = stop

    def on_step_end(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_kwargs: object
    ) -> TrainerControl:
        """Looks whether it was told."""
        if self._stop.signal is not None:
            control.should_save = True
            control.should_evaluate = False
            control.should_training_stop = True
        return control
