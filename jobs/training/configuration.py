"""The settings as transformers' trainers take them: what all kinds of training have in common."""

from typing import Any

from device import Device
from processes import Processes
from settings import OPTIMIZERS, SCHEDULES, Settings


def training_arguments(
    settings: Settings, device: Device, processes: Processes, *, evaluates: bool, starts: bool
) -> dict[str, Any]:
    """Returns the arguments that every trainer's configuration takes.

    Args:
        settings: What was asked for.
        device: What it runs on.
        processes: Those that train together.
        evaluates: Whether there are validation rows.
        starts: Whether it starts anew, with a first evaluation of the base model.
    """
    share = 1 / settings.evaluations if settings.evaluations > 1 else 1.0
    every: dict[str, Any] = {"save_strategy": "steps", "save_steps": _share_of_steps(share)}
    if evaluates:
        every |= {"eval_strategy": "steps", "eval_steps": _share_of_steps(share), "eval_on_start": starts}
    if evaluates and settings.select == "best":
        every |= {"load_best_model_at_end": True, "metric_for_best_model": "eval_loss"}
    if processes.world > 1:
        every |= {"ddp_find_unused_parameters": False}
    return every | {
        "output_dir": str(settings.checkpoints_folder),
        "num_train_epochs": settings.epochs,
        "optim": OPTIMIZERS[settings.optimizer],
        "learning_rate": settings.learning_rate,
        "lr_scheduler_type": SCHEDULES[settings.schedule],
        "warmup_steps": settings.warmup,
        "weight_decay": settings.weight_decay,
        "per_device_train_batch_size": settings.batch_size,
        "per_device_eval_batch_size": settings.batch_size,
        "gradient_accumulation_steps": settings.gradient_accumulation,
        "activation_checkpointing": settings.gradient_checkpointing,
        "use_cpu": device.is_cpu,
        "bf16": device.bfloat16,
        "seed": settings.seed,
        "data_seed": settings.seed,
        "logging_steps": 1,
        "logging_nan_inf_filter": False,  # LossGuard must see them
        "save_total_limit": settings.keep_checkpoints,
        "report_to": [],
        "disable_tqdm": True,
        "dataloader_pin_memory": not device.is_cpu,
    }


def _share_of_steps(share: float) -> float:
    # transformers reads a number below 1 as a share of all steps, one from 1 as steps; the end is covered anyway.
    return min(share, 0.999)
