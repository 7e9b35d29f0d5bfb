"""Learns to put texts under labels: transformers' trainer on a model with a head for them."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import torch
from configuration import training_arguments
from datasets import Dataset
from device import Device
from evaluation import evaluate
from labelled import Labelled
from model import Base, adapter_config
from order import EpochOrder, epoch_order, filling, with_filler
from peft import get_peft_model
from processes import Processes
from settings import Settings
from tokens import IGNORED
from torch.nn.functional import cross_entropy
from transformers import DataCollatorWithPadding, Trainer, TrainingArguments


class ClassificationTrainer(Trainer):
    """transformers' trainer with this program's order of rows and its own evaluation."""

    processes: Processes = Processes()
    filling: int = 0

    def _get_train_sampler(self, train_dataset: Dataset | None = None) -> EpochOrder:
        return epoch_order(self, filling=self.filling)

    def evaluate(self, *_arguments: object, **_named: object) -> dict[str, float]:
        """Measures loss, accuracy and macro F1 over all rows."""
        return evaluate(self, self.processes, self._measure, _read)

    def _measure(self, batch: Mapping[str, Any]) -> torch.Tensor:
        """Returns the sum of the losses and how often each label was taken for each."""
        inputs = {name: value for name, value in batch.items() if name != "labels"}
        scores, labels = self.model(**inputs).logits.float(), batch["labels"]
        loss = cross_entropy(scores, labels, reduction="sum").reshape(1)
        count = scores.shape[-1]
        taken = torch.bincount(labels * count + scores.argmax(-1), minlength=count * count)
        return torch.cat([loss.double(), taken.double()])


def _read(sums: Sequence[float]) -> dict[str, float]:
    loss, taken = sums[0], torch.tensor(sums[1:], dtype=torch.float64)
    count = int(len(taken) ** 0.5)
    table = taken.reshape(count, count)
    right, there, said = table.diagonal(), table.sum(1), table.sum(0)
    # The mean over labels that occur, in the rows or in what the model says.
    occurs = there + said > 0
    f1 = (2 * right / (there + said).clamp(min=1))[occurs].mean()
    rows = table.sum()
    return {
        "eval_loss": loss / float(rows),
        "eval_accuracy": float(right.sum() / rows),
        "eval_macro_f1": float(f1),
    }


def classification_trainer(
    settings: Settings,
    device: Device,
    processes: Processes,
    base: Base,
    rows: Sequence[Labelled],
    validation: Sequence[Labelled] | None,
    *,
    starts: bool,
) -> ClassificationTrainer:
    """Returns the trainer for labelled texts, ready to train.

    Args:
        settings: How to train.
        device: What it runs on.
        processes: Those that train together.
        base: The model to be tuned, with a head for the labels.
        rows: The texts to learn from.
        validation: The texts to measure on, or None.
        starts: Whether it starts anew, not from a checkpoint.
    """
    arguments = TrainingArguments(
        **training_arguments(settings, device, processes, evaluates=bool(validation), starts=starts),
        accelerator_config={"even_batches": False},  # the order of rows sees to it
        label_names=["labels"],
    )
    train = _dataset(rows, base, settings.max_length)
    fill = filling(len(train), batch_size=settings.batch_size, processes=processes.world)
    if fill:
        pad = {"input_ids": [base.tokenizer.pad_token_id], "attention_mask": [1], "labels": IGNORED}
        train = with_filler(train, pad)
    trainer = ClassificationTrainer(
        model=get_peft_model(base.model, adapter_config(settings)),
        args=arguments,
        train_dataset=train,
        eval_dataset=_dataset(validation, base, settings.max_length) if validation else None,
        processing_class=base.tokenizer,
        data_collator=DataCollatorWithPadding(base.tokenizer),
        compute_loss_func=partial(_loss, smoothing=settings.label_smoothing),
    )
    trainer.processes, trainer.filling = processes, fill
    return trainer


def _dataset(rows: Sequence[Labelled], base: Base, max_length: int) -> Dataset:
    tokens = base.tokenizer([row.text for row in rows], truncation=True, max_length=max_length)
    numbers = base.model.config.label2id
    return Dataset.from_dict(
        {
            "input_ids": tokens["input_ids"],
            "attention_mask": tokens["attention_mask"],
            "labels": [numbers[row.label] for row in rows],
        }
    )


def _loss(
    outputs: Mapping[str, torch.Tensor],
    labels: torch.Tensor,
    *,
    num_items_in_batch: torch.Tensor | int | None = None,
    smoothing: float,
) -> torch.Tensor:
    loss = cross_entropy(
        outputs["logits"].float(), labels, ignore_index=IGNORED, reduction="sum", label_smoothing=smoothing
    )
    # Over the rows of all batches and processes of a step; the trainer makes up for the average over processes.
    return loss / (labels.ne(IGNORED).sum() if num_items_in_batch is None else num_items_in_batch)
