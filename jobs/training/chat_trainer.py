"""Learns the answers in chats, token by token: trl's supervised trainer with losses that are averaged over tokens."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import torch
from chats import Chat
from configuration import training_arguments
from datasets import Dataset
from device import Device
from evaluation import evaluate
from model import Base, adapter_config
from order import EpochOrder, epoch_order, filling, with_filler
from processes import Processes
from settings import Settings
from tokens import IGNORED, chat_rows
from trl import SFTConfig, SFTTrainer


class ChatTrainer(SFTTrainer):
    """trl's trainer with this program's order of rows and its own evaluation."""

    processes: Processes = Processes()
    filling: int = 0

    def _get_train_sampler(self, train_dataset: Dataset | None = None) -> EpochOrder:
        return epoch_order(self, filling=self.filling)

    def evaluate(self, *_arguments: object, **_named: object) -> dict[str, float]:
        """Measures loss and token accuracy, each an average over all tokens that are to be learnt."""
        return evaluate(self, self.processes, self._measure, _read)

    def _measure(self, batch: Mapping[str, Any]) -> torch.Tensor:
        told = self.model(**batch, use_cache=False, fused_lm_head=True)
        return torch.stack([-told.log_probs.double().sum(), told.is_top1.sum(), told.label_mask.sum()])


def _read(sums: Sequence[float]) -> dict[str, float]:
    loss, right, tokens = sums
    return (
        {"eval_loss": loss / tokens, "eval_mean_token_accuracy": right / tokens} if tokens else {"eval_loss": math.nan}
    )


def chat_trainer(
    settings: Settings,
    device: Device,
    processes: Processes,
    base: Base,
    rows: Sequence[Chat],
    validation: Sequence[Chat] | None,
    *,
    starts: bool,
) -> ChatTrainer:
    """Returns the trainer for chats, ready to train.

    Args:
        settings: How to train.
        device: What it runs on.
        processes: Those that train together.
        base: The model to be tuned.
        rows: The chats to learn from.
        validation: The chats to measure on, or None.
        starts: Whether it starts anew, not from a checkpoint.
    """
    config = SFTConfig(
        **training_arguments(settings, device, processes, evaluates=bool(validation), starts=starts),
        accelerator_config={"even_batches": False},  # the order of rows sees to it
        max_length=settings.max_length,
        packing=settings.packing,
        eval_packing=False,
        loss_type="dft" if settings.chosen_loss == "dft" else "nll",
        label_smoothing_factor=settings.label_smoothing,
    )
    trainer = ChatTrainer(
        model=base.model,
        args=config,
        train_dataset=Dataset.from_list(chat_rows(rows, base)),
        eval_dataset=Dataset.from_list(chat_rows(validation, base)) if validation else None,
        processing_class=base.tokenizer,
        peft_config=adapter_config(settings),
    )
    trainer.processes = processes
    trainer.filling = filling(len(trainer.train_dataset), batch_size=settings.batch_size, processes=processes.world)
    if trainer.filling:
        pad = [base.tokenizer.pad_token_id] * 2
        filler = {"input_ids": pad, "labels": [IGNORED] * 2, "seq_lengths": [2]}
        trainer.train_dataset = with_filler(trainer.train_dataset, filler)
    return trainer
