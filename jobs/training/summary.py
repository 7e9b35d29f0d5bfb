"""Writes summary.json: how a run went, from its first loss to its last, and what it ran on."""

import json
import math
import platform
from importlib.metadata import version
from typing import Any

from arguments import Settings
from device import Device
from transformers import TrainerState

_PACKAGES = ("torch", "transformers", "trl", "peft", "accelerate", "datasets")


def write_summary(settings: Settings, device: Device, state: TrainerState, *, seconds: float) -> None:
    """Writes the summary into the output folder.

    Args:
        settings: What was trained, how.
        device: What it ran on.
        state: The trainer's state at the end, with all losses.
        seconds: How long this process took.
    """
    evaluations = _losses(state, "eval_loss")
    summary = {
        "model": settings.model,
        "steps": state.global_step,
        "epochs": state.epoch,
        "seconds": round(seconds, 3),
        "train_loss": _first_and_last(_losses(state, "loss")),
        "eval_loss": _first_and_last(evaluations),
        "perplexity": _first_and_last([math.exp(loss) for loss in evaluations]),
        "device": device.name,
        "dtype": device.precision,
        "threads": device.threads,
        "hyperparameters": {
            "learning_rate": settings.learning_rate,
            "batch_size": settings.batch_size,
            "gradient_accumulation": settings.gradient_accumulation,
            "lora_rank": settings.lora_rank,
            "max_length": settings.max_length,
            "seed": settings.seed,
        },
        "versions": {"python": platform.python_version()} | {package: version(package) for package in _PACKAGES},
    }
    (settings.output / "summary.json").write_text(json.dumps(summary, indent=2) + "\n", encoding="utf-8")
    print(f"done: {state.global_step} steps in {seconds:.0f} s, adapter in {settings.adapter}", flush=True)


def _losses(state: TrainerState, name: str) -> list[float]:
    return [entry[name] for entry in state.log_history if name in entry]


def _first_and_last(values: list[float]) -> dict[str, Any] | None:
    return {"first": values[0], "last": values[-1]} if values else None
