"""The training run: base model, rows, the trainer for what is trained, evaluation before and after, what is written."""

import time
import warnings
from collections.abc import Sequence
from typing import Any

from callbacks import LossGuard, Progress, StopAtStep
from chat_trainer import chat_trainer
from checkpoints import last_checkpoint
from classification_trainer import classification_trainer
from datasets import disable_progress_bars
from device import Device, choose_device
from failures import BAD_DATA, Failure
from labelled import labels_of
from metrics_log import MetricsLog
from model import load_base
from place import Place
from preference_trainer import preference_trainer
from processes import Processes, join_processes
from result import save_result
from settings import Settings
from start_from import start_from
from stop import Stop
from summary import selected, write_summary
from tracking import MlflowRun, Tracking
from transformers import PrinterCallback, Trainer, set_seed
from transformers.utils import logging

_TRAINERS: dict[str, Any] = {
    "chat": chat_trainer,
    "preference": preference_trainer,
    "classification": classification_trainer,
}


def train(
    settings: Settings, rows: Sequence[Any], validation: Sequence[Any] | None, stop: Stop, place: Place | None
) -> None:
    """Trains the adapter and writes everything into the output folder.

    Returns early, with a checkpoint saved, when it is told to stop.

    Args:
        settings: What to train and how.
        rows: The rows to learn from: chats, preferences or labelled texts, as the settings say.
        validation: The rows to measure on, or None.
        stop: Tells it to stop.
        place: This process's place among those that train together, or None.

    Raises:
        Failure: The other processes can't be reached, the model can't be loaded, no answer fits in, or the loss is no
            number.
    """
    started = time.monotonic()
    # The releases are pinned: what they will call otherwise one day is nothing for a job's log.
    warnings.filterwarnings("ignore", category=FutureWarning)
    logging.disable_progress_bar()
    disable_progress_bars()
    labels = labels_of(rows, validation, settings.train) if settings.kind == "classification" else []
    processes = join_processes(place)
    device = choose_device(settings, processes)
    set_seed(settings.seed)
    base = load_base(settings, device, labels)
    checkpoint = last_checkpoint(settings.checkpoints_folder, processes) if settings.resume == "auto" else None
    make = _TRAINERS[settings.kind]
    trainer = make(settings, device, processes, base, rows, validation, starts=checkpoint is None)
    start_from(trainer.model, settings)
    _check_lengths(trainer, settings, len(rows))
    _watch(trainer, settings, processes, stop, started)
    if processes.rank == 0:
        _announce(settings, device, processes, trainer, len(rows), checkpoint and checkpoint.step)
    trainer.train(resume_from_checkpoint=str(checkpoint.folder) if checkpoint else None)
    if stop.signal is None:
        chosen = selected(settings, trainer.state)
        save_result(trainer, settings, step=chosen.step, rows=len(rows), labels=labels)
        if processes.rank == 0:
            seconds = time.monotonic() - started
            write_summary(settings, device, processes, trainer.state, chosen, rows=len(rows), seconds=seconds)
    processes.leave()


def _watch(trainer: Trainer, settings: Settings, processes: Processes, stop: Stop, started: float) -> None:
    trainer.remove_callback(PrinterCallback)  # MetricsLog and Progress tell the same, for machines and for people
    metrics = MetricsLog(settings.output / "metrics.jsonl", started, resumes=settings.resume == "auto")
    for callback in (metrics, LossGuard(), Progress(started), StopAtStep(stop, processes)):
        trainer.add_callback(callback)
    run = MlflowRun.from_environment()
    if run is not None:
        trainer.add_callback(Tracking(run, settings))


def _check_lengths(trainer: Trainer, settings: Settings, rows: int) -> None:
    kept = trainer.train_dataset
    for dataset, file in ((kept, settings.train), (trainer.eval_dataset, settings.validation)):
        if dataset is not None and len(dataset) == 0:
            message = f"no answer in {file} begins within {settings.max_length} tokens: raise --max-length"
            raise Failure(message, exit_status=BAD_DATA)
    if "input_ids" in kept.column_names and not settings.packing and trainer.is_world_process_zero():
        cut = sum(len(tokens) >= settings.max_length for tokens in kept["input_ids"])
        if cut:
            print(f"{cut} of {rows} rows reach {settings.max_length} tokens and are cut", flush=True)


def _announce(
    settings: Settings, device: Device, processes: Processes, trainer: Trainer, rows: int, resumed_at: int | None
) -> None:
    trained = sum(weights.numel() for weights in trainer.model.parameters() if weights.requires_grad)
    where = f"{device.name} ({device.threads} threads), {device.precision}"
    together = f", {processes.world} processes" if processes.world > 1 else ""
    print(f"{settings.model}: {trained:,} weights to train, {rows} rows, on {where}{together}", flush=True)
    if resumed_at is not None:
        print(f"going on from the checkpoint of step {resumed_at}", flush=True)
