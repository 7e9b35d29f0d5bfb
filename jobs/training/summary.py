"""Writes summary.json: how a run went, what base and tuned measure, which checkpoint it is, and what it ran on."""

import json
import math
import platform
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from device import Device
from metrics_log import numbers_of
from processes import Processes
from settings import Settings
from transformers import TrainerState

_PACKAGES = ("torch", "transformers", "trl", "peft", "accelerate", "datasets")
# Less than this is noise: what a loss rises by before it is told.
_NOTEWORTHY_RISE = 0.01


@dataclass(frozen=True)
class Selected:
    """Which checkpoint is the result.

    Attributes:
        step: The step after which it was saved.
        by: ``validation loss``, or ``last``.
    """

    step: int
    by: str


def selected(settings: Settings, state: TrainerState) -> Selected:
    """Returns which checkpoint the trainer holds at the end."""
    if settings.select == "best" and state.best_model_checkpoint:
        return Selected(int(state.best_global_step), "validation loss")
    return Selected(state.global_step, "last")


def write_summary(
    settings: Settings,
    device: Device,
    processes: Processes,
    state: TrainerState,
    chosen: Selected,
    *,
    rows: int,
    seconds: float,
) -> None:
    """Writes the summary into the output folder.

    Args:
        settings: What was trained, how.
        device: What it ran on.
        processes: Those that trained together.
        state: The trainer's state at the end, with all losses.
        chosen: Which checkpoint the result is.
        rows: How many rows it has learnt from.
        seconds: How long this process took.
    """
    losses = _losses(state, "eval_loss")
    summary = {
        "model": settings.model,
        "model_id": settings.model_id,
        "base": settings.base_label or Path(settings.model).name,
        "weights": _weights(settings),
        "task": settings.task,
        "method": settings.method,
        "rows": rows,
        "steps": state.global_step,
        "epochs": state.epoch,
        "seconds": round(seconds, 3),
        "train_loss": _first_and_last(list(_losses(state, "loss").values())),
        "eval_loss": _first_and_last(list(losses.values())),
        "selected": {"step": chosen.step, "by": chosen.by},
        "metrics": _metrics(settings, state, chosen.step),
        "overfitting": _overfitting(losses),
        "device": device.name,
        "dtype": device.precision,
        "threads": device.threads,
        "processes": processes.world,
        "global_batch": settings.batch_size * settings.gradient_accumulation * processes.world,
        "hyperparameters": settings.hyperparameters(),
        "versions": {"python": platform.python_version()} | {package: version(package) for package in _PACKAGES},
    }
    if settings.kind == "chat":
        summary["perplexity"] = _first_and_last([math.exp(min(loss, 700)) for loss in losses.values()])
    (settings.output / "summary.json").write_text(json.dumps(summary, indent=2) + "\n", encoding="utf-8")
    if summary["overfitting"]:
        print(summary["overfitting"]["message"], flush=True)  # type: ignore[index]
    what = f"adapter of step {chosen.step} ({chosen.by}) in {settings.adapter}"
    print(f"done: {state.global_step} steps in {seconds:.0f} s, {what}", flush=True)


def _weights(settings: Settings) -> str:
    """Returns what the base's weights say they are, whatever the job calls them; else their folder's name or id."""
    try:
        told = json.loads((Path(settings.model) / "made_by.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Path(settings.model).name
    return str(told.get("label") or Path(settings.model).name)


def _metrics(settings: Settings, state: TrainerState, step: int) -> dict[str, dict[str, float]] | None:
    """Returns what was measured before the first step, which is the base model, and at the step that was selected."""
    found = {int(entry["step"]): _measured(settings, entry) for entry in state.log_history if "eval_loss" in entry}
    return {"base": found[0], "tuned": found[step]} if found.keys() >= {0, step} else None


def _measured(settings: Settings, entry: dict[str, float]) -> dict[str, float]:
    numbers = {name.removeprefix("eval_"): value for name, value in numbers_of(entry).items() if "eval_" in name}
    if "mean_token_accuracy" in numbers:
        numbers["token_accuracy"] = numbers.pop("mean_token_accuracy")
    if settings.kind == "chat":
        numbers["perplexity"] = math.exp(min(numbers["loss"], 700))
    return numbers


def _overfitting(losses: dict[int, float]) -> dict[str, Any] | None:
    """Returns from which step on the validation loss rose, and how far; None where it didn't."""
    if len(losses) < 2:
        return None
    best = min(losses, key=lambda step: losses[step])
    after = {step: loss for step, loss in losses.items() if step > best}
    rose = max(after.values()) - losses[best] if after else 0.0
    if rose < _NOTEWORTHY_RISE:
        return None
    told = f"over-fitting: the validation loss rose by {rose:.4f} after step {best}"
    advice = "fewer epochs, a smaller learning rate or more rows help"
    return {"after_step": best, "rise": rose, "message": f"{told}; {advice}"}


def _losses(state: TrainerState, name: str) -> dict[int, float]:
    return {int(entry["step"]): entry[name] for entry in state.log_history if name in entry}


def _first_and_last(values: list[float]) -> dict[str, Any] | None:
    return {"first": values[0], "last": values[-1]} if values else None
