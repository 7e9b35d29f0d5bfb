"""Which checkpoint of a training run is worth deploying."""

from collections.abc import Sequence

from jobs.domain.job import Checkpoint


def best_checkpoint(checkpoints: Sequence[Checkpoint]) -> Checkpoint | None:
    """The checkpoint to deploy: the lowest validation loss, the earlier one of two that are equal.

    One without a validation loss is chosen only where none has one: then it is the last. None where there are none.
    """
    measured = [(one.validation_loss, one.step, one) for one in checkpoints if one.validation_loss is not None]
    if not measured:
        return max(checkpoints, key=lambda one: one.step, default=None)
    return min(measured, key=lambda entry: entry[:2])[2]
