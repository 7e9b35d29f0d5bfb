"""The training run: base model, rows, trl's trainer with the adapter, evaluation before and after, what is written."""

import time
from typing import Any

from adapter import save_adapter
from arguments import Settings
from callbacks import LossGuard, MetricsLog, Progress, StopAtStep
from checkpoints import last_checkpoint
from data import Chat, one_row_a_turn
from datasets import Dataset, disable_progress_bars
from device import Device, choose_device
from failures import BAD_DATA, Failure
from model import Base, adapter_config, load_base
from stop import Stop
from summary import write_summary
from tracking import trackers
from transformers import PrinterCallback, set_seed
from transformers.utils import logging
from trl import SFTConfig, SFTTrainer


def train(settings: Settings, rows: list[Chat], validation: list[Chat] | None, stop: Stop) -> None:
    """Trains the adapter and writes everything into the output folder.

    Returns early, with a checkpoint saved, when it is told to stop.

    Args:
        settings: What to train and how.
        rows: The chats to learn from.
        validation: The chats to measure on, or None.
        stop: Tells it to stop.

    Raises:
        Failure: The model can't be loaded, no answer fits in, or the loss is no number.
    """
    started = time.monotonic()
    logging.disable_progress_bar()
    disable_progress_bars()
    device = choose_device(settings)
    set_seed(settings.seed)
    base = load_base(settings, device)
    checkpoint = last_checkpoint(settings.checkpoints) if settings.resume == "auto" else None
    config = _config(settings, device, base, evaluates=bool(validation), starts=checkpoint is None)
    trainer = _trainer(settings, config, base, _dataset(rows, base), validation and _dataset(validation, base))
    _check_lengths(trainer, settings, len(rows))
    metrics = MetricsLog(settings.output / "metrics.jsonl", started, resumes=settings.resume == "auto")
    for callback in (metrics, LossGuard(), Progress(started), StopAtStep(stop)):
        trainer.add_callback(callback)
    if trainer.is_world_process_zero():
        _announce(settings, device, trainer, checkpoint and checkpoint.step)
    trainer.train(resume_from_checkpoint=str(checkpoint.folder) if checkpoint else None)
    if stop.signal is None:
        save_adapter(trainer, settings)
        if trainer.is_world_process_zero():
            write_summary(settings, device, trainer.state, seconds=time.monotonic() - started)


def _dataset(chats: list[Chat], base: Base) -> Dataset:
    return Dataset.from_list([{"messages": chat} for chat in chats] if base.marks_assistant else one_row_a_turn(chats))


def _trainer(
    settings: Settings, config: SFTConfig, base: Base, rows: Dataset, validation: Dataset | None
) -> SFTTrainer:
    trainer = SFTTrainer(
        model=base.model,
        args=config,
        train_dataset=rows,
        eval_dataset=validation,
        processing_class=base.tokenizer,
        peft_config=adapter_config(settings),
    )
    trainer.remove_callback(PrinterCallback)  # MetricsLog and Progress tell the same, for machines and for people
    return trainer


def _config(settings: Settings, device: Device, base: Base, *, evaluates: bool, starts: bool) -> SFTConfig:
    share = 1 / settings.evaluations if settings.evaluations > 1 else 1.0
    every: dict[str, Any] = {"save_strategy": "steps", "save_steps": _share_of_steps(share)}
    if evaluates:
        every |= {"eval_strategy": "steps", "eval_steps": _share_of_steps(share), "eval_on_start": starts}
    return SFTConfig(
        output_dir=str(settings.checkpoints),
        num_train_epochs=settings.epochs,
        learning_rate=settings.learning_rate,
        lr_scheduler_type="cosine",
        warmup_steps=settings.warmup,
        weight_decay=0.0,
        per_device_train_batch_size=settings.batch_size,
        per_device_eval_batch_size=settings.batch_size,
        gradient_accumulation_steps=settings.gradient_accumulation,
        activation_checkpointing=settings.gradient_checkpointing,
        max_length=settings.max_length,
        assistant_only_loss=base.marks_assistant,
        completion_only_loss=not base.marks_assistant,
        use_cpu=device.is_cpu,
        bf16=device.bfloat16,
        seed=settings.seed,
        data_seed=settings.seed,
        logging_steps=1,
        logging_nan_inf_filter=False,  # LossGuard must see them
        save_total_limit=settings.keep_checkpoints,
        report_to=trackers(),
        run_name=settings.output.name,
        disable_tqdm=True,
        dataloader_pin_memory=not device.is_cpu,
        **every,
    )


def _share_of_steps(share: float) -> float:
    # transformers reads a number below 1 as a share of all steps, one from 1 as steps; the end is covered anyway.
    return min(share, 0.999)


def _check_lengths(trainer: SFTTrainer, settings: Settings, rows: int) -> None:
    kept = len(trainer.train_dataset)
    cut = sum(len(tokens) >= settings.max_length for tokens in trainer.train_dataset["input_ids"])
    if kept == 0:
        message = f"no answer in {settings.train} begins within {settings.max_length} tokens: raise --max-length"
        raise Failure(message, exit_status=BAD_DATA)
    if cut and trainer.is_world_process_zero():
        print(f"{cut} of {rows} rows reach {settings.max_length} tokens and are cut", flush=True)


def _announce(settings: Settings, device: Device, trainer: SFTTrainer, resumed_at: int | None) -> None:
    trained = sum(weights.numel() for weights in trainer.model.parameters() if weights.requires_grad)
    where = f"{device.name} ({device.threads} threads), {device.precision}"
    print(f"{settings.model}: {trained:,} weights to train, {len(trainer.train_dataset)} rows, on {where}", flush=True)
    if resumed_at is not None:
        print(f"going on from the checkpoint of step {resumed_at}", flush=True)
