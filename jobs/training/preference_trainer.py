"""Learns to prefer one answer of a pair to the other: trl's trainer for direct preference optimization."""

from collections.abc import Sequence

from configuration import training_arguments
from datasets import Dataset
from device import Device
from model import Base, adapter_config
from order import EpochOrder, epoch_order
from preferences import Preference
from processes import Processes
from settings import Settings
from trl import DPOConfig, DPOTrainer


class PreferenceTrainer(DPOTrainer):
    """trl's trainer with this program's order of rows."""

    def _get_train_sampler(self, train_dataset: Dataset | None = None) -> EpochOrder:
        return epoch_order(self)


def preference_trainer(
    settings: Settings,
    device: Device,
    processes: Processes,
    base: Base,
    rows: Sequence[Preference],
    validation: Sequence[Preference] | None,
    *,
    starts: bool,
) -> PreferenceTrainer:
    """Returns the trainer for pairs, ready to train; the base model without the adapter is what it is compared with.

    Args:
        settings: How to train.
        device: What it runs on.
        processes: Those that train together.
        base: The model to be tuned.
        rows: The pairs to learn from.
        validation: The pairs to measure on, or None.
        starts: Whether it starts anew, not from a checkpoint.
    """
    config = DPOConfig(
        **training_arguments(settings, device, processes, evaluates=bool(validation), starts=starts),
        max_length=settings.max_length,
        beta=settings.beta,
        loss_type=[settings.chosen_loss],
    )
    return PreferenceTrainer(
        model=base.model,
        args=config,
        train_dataset=_dataset(rows),
        eval_dataset=_dataset(validation) if validation else None,
        processing_class=base.tokenizer,
        peft_config=adapter_config(settings),
    )


def _dataset(rows: Sequence[Preference]) -> Dataset:
    return Dataset.from_list(
        [
            {
                "prompt": [message.plain() for message in row.asked],
                "chosen": [message.plain() for message in row.preferred],
                "rejected": [message.plain() for message in row.other],
            }
            for row in rows
        ]
    )
