"""Measures a model on all validation rows, whatever the batches and however many processes share them."""

from collections.abc import Callable, Mapping
from typing import Any

import torch
from processes import Processes
from torch.utils.data import DataLoader
from transformers import Trainer


def evaluate(
    trainer: Trainer,
    processes: Processes,
    measure: Callable[[Mapping[str, Any]], torch.Tensor],
    read: Callable[[list[float]], dict[str, float]],
) -> dict[str, float]:
    """Measures the trainer's model on its validation rows, tells its callbacks and returns the metrics.

    transformers averages the batches' averages, so that a token in a short row counts for more than one in a long row;
    here sums are added up over all batches and processes, and divided once.

    Args:
        trainer: Has the model, the rows, and the callbacks to be told.
        processes: Each measures its share of the rows.
        measure: Returns the sums of one batch, as many for each.
        read: Makes metrics of the sums over all rows.
    """
    rows = trainer._remove_unused_columns(trainer.eval_dataset, description="evaluation")
    mine = rows.select(range(processes.rank, len(rows), processes.world))
    size = trainer.args.per_device_eval_batch_size
    trainer.model.eval()
    total: torch.Tensor | None = None
    with torch.no_grad():
        # A process without rows of its own measures one that counts for nothing: the sums must have the same length.
        for batch in DataLoader(
            mine if len(mine) else rows.select([0]), batch_size=size, collate_fn=trainer.data_collator
        ):
            sums = measure(trainer._prepare_inputs(batch)).double().cpu()
            total = sums if total is None else total + sums
    if total is None:
        return {}
    metrics = read(processes.total(total if len(mine) else total * 0))
    trainer.log(dict(metrics))
    trainer.control = trainer.callback_handler.on_evaluate(trainer.args, trainer.state, trainer.control, metrics)
    return metrics
