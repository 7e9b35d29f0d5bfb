"""What watches a training run: tells people, stops at a signal and at a loss that is no number."""

import math
import signal
import time

from failures import Failure
from processes import Processes
from stop import Stop
from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments

_TOLD = (
    ("token accuracy", "eval_mean_token_accuracy"),
    ("accuracy", "eval_accuracy"),
    ("macro F1", "eval_macro_f1"),
    ("preferred", "eval_rewards/accuracies"),
)


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
            print(f"{at}: validation loss {logs['eval_loss']:.4f}{_measured(logs)}", flush=True)
        elif "loss" in logs:
            print(f"{at}: loss {logs['loss']:.4f}, learning rate {logs['learning_rate']:.2e}", flush=True)


def _measured(logs: dict[str, float]) -> str:
    told = {name: logs[inside] for name, inside in _TOLD if inside in logs}
    if told.keys() == {"token accuracy"}:  # otherwise the loss isn't one of tokens
        told |= {"perplexity": math.exp(min(logs["eval_loss"], 50))}
    return "".join(f", {name} {value:.4g}" for name, value in told.items())


class StopAtStep(TrainerCallback):
    """Saves a checkpoint and ends the run after the step in which it was told to stop.

    Signals reach several processes at different moments: they stop together, at the step at which one was told.

    Args:
        stop: Tells it.
        processes: Those that stop together.
    """

    def __init__(self, stop: Stop, processes: Processes) -> None:
        self._stop = stop
        self._processes = processes

    def on_step_end(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_kwargs: object
    ) -> TrainerControl:
        """Looks whether it was told."""
        if self._processes.any(self._stop.signal is not None):
            self._stop.signal = self._stop.signal or signal.SIGTERM
            # An evaluation that is due stays: the run that goes on doesn't make up for it.
            control.should_save = True
            control.should_training_stop = True
        return control
