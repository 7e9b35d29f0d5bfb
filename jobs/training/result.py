"""Saves the result: the tuned adapter with a note on what it is, and the base model beside it where that is wanted."""

import json
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from base_folder import find_base
from huggingface_hub import snapshot_download
from settings import Settings
from transformers import Trainer

_NOTE = """# Adapter on {base}

LoRA weights of rank {rank} on every linear layer of {base}, tuned for {steps} steps on {rows} rows ({kind}, {loss}).
{how}
"""
_LOADED = {
    "chat": "Load it with `peft.PeftModel.from_pretrained(base, folder)`.",
    "preference": "Load it with `peft.PeftModel.from_pretrained(base, folder)`.",
    "classification": "The head for the labels of `labels.json`, in that order, is among the weights.",
}
# What a model is read from: no program, and no pickle, which would be one.
_READ = ("*.safetensors", "*.json", "*.jinja", "*.model", "*.txt", "*.md", "LICENSE*")


def save_result(trainer: Trainer, settings: Settings, *, step: int, rows: int, labels: Sequence[str]) -> None:
    """Writes the adapter and the base; with several processes all call it and one writes.

    Args:
        trainer: The trainer, with the weights that were selected.
        settings: Where to, and what it was trained from.
        step: The step after which they were.
        rows: How many rows it has learnt from.
        labels: What it puts texts under, if anything.
    """
    trainer.save_model(str(settings.adapter))
    if not trainer.is_world_process_zero():
        return
    # A pickle of the trainer's settings: loading it runs code, and nobody needs it.
    (settings.adapter / "training_args.bin").unlink(missing_ok=True)
    if labels:
        (settings.adapter / "labels.json").write_text(json.dumps(list(labels)) + "\n", encoding="utf-8")
    note = _NOTE.format(
        base=Path(settings.model).name,
        rank=settings.lora_rank,
        steps=step,
        rows=rows,
        kind=settings.kind,
        loss=settings.chosen_loss,
        how=_LOADED[settings.kind],
    )
    (settings.adapter / "README.md").write_text(note, encoding="utf-8")
    if settings.with_base:
        _put_base(settings)


def _put_base(settings: Settings) -> None:
    folders = find_base(settings.model).folders
    folders = folders or (Path(snapshot_download(settings.model, allow_patterns=list(_READ))),)
    settings.base.mkdir(parents=True, exist_ok=True)
    for folder in folders:
        for file in sorted({file for pattern in _READ for file in folder.glob(pattern) if file.is_file()}):
            _put(file, settings.base / file.name)


def _put(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    try:
        os.link(source.resolve(), target)  # takes no room
    except OSError:
        shutil.copyfile(source, target)  # another file system, or one without links
