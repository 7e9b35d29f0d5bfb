"""The order in which rows are learnt: the same for any number of processes, and the same again after a stop."""

from collections.abc import Callable, Iterator

import torch
from datasets import Dataset, concatenate_datasets
from torch.utils.data import Sampler
from transformers import Trainer


class EpochOrder(Sampler[int]):
    """Shuffles the rows anew in each epoch, by seed and epoch alone.

    With several processes the batches may not go round; then the order ends with as many repeats of a row that teaches
    nothing as it takes for every process to have as many batches.

    Args:
        rows: How many rows there are.
        filling: How often the row at ``rows`` comes at the end.
        seed: Where the random numbers start.
        epoch: Tells which epoch it is.
    """

    def __init__(self, rows: int, *, filling: int, seed: int, epoch: Callable[[], int]) -> None:
        self._rows = rows
        self._filling = filling
        self._seed = seed
        self._epoch = epoch

    def __iter__(self) -> Iterator[int]:
        """Yields the rows' places."""
        random = torch.Generator().manual_seed(self._seed + self._epoch())
        yield from torch.randperm(self._rows, generator=random).tolist()
        yield from [self._rows] * self._filling

    def __len__(self) -> int:
        """Returns how many places it yields."""
        return self._rows + self._filling


def epoch_order(trainer: Trainer, *, filling: int = 0) -> EpochOrder:
    """Returns the order of a trainer's rows; with filling, the last of them is the one that teaches nothing."""
    rows = len(trainer.train_dataset) - (1 if filling else 0)
    return EpochOrder(rows, filling=filling, seed=trainer.args.seed, epoch=lambda: int(trainer.state.epoch or 0))


def filling(rows: int, *, batch_size: int, processes: int) -> int:
    """Returns how many rows that teach nothing let the batches go round among the processes."""
    batches = -(-rows // batch_size)
    missing = -batches % processes
    # The last real batch is filled up; each further one needs one row.
    return batches * batch_size - rows + (missing - 1) * batch_size + 1 if missing else 0


def with_filler(rows: Dataset, filler: dict[str, object]) -> Dataset:
    """Returns the rows and one more that teaches nothing, with the columns that it has in common with them."""
    kept = rows.select_columns([name for name in rows.column_names if name in filler])
    one = Dataset.from_dict({name: [filler[name]] for name in kept.column_names}, features=kept.features)
    return concatenate_datasets([kept, one])
