"""Whether a training run went on after its model had stopped getting better on rows that it doesn't learn from."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Final

from jobs.domain.progress import MetricPoint

TOLERANCE: Final = 0.02
"""By how much the validation loss may rise from its best, as a share: less is noise (own choice, 2026-11)."""


@dataclass(frozen=True)
class Fit:
    """How the validation loss went.

    Attributes:
        best: where it was lowest.
        last: where it ended.
        training_falls: whether the training loss still fell from there on.
        deployed_step: of the weights that are deployed; none where nobody said: then they are the last.
    """

    best: MetricPoint
    last: MetricPoint
    training_falls: bool
    deployed_step: int | None = None

    @property
    def best_deployed(self) -> bool:
        """Whether the best weights are deployed, whatever came after them."""
        return (self.last.step if self.deployed_step is None else self.deployed_step) == self.best.step

    @property
    def overfitted(self) -> bool:
        """Whether it learned its rows by heart at the end: validation loss up, training loss down."""
        return self.training_falls and self.last.value > self.best.value * (1 + TOLERANCE)


def fit_of(
    losses: Sequence[MetricPoint], validation_losses: Sequence[MetricPoint], deployed_step: int | None = None
) -> Fit | None:
    """Looks at both curves; none where the job reported fewer than two validation losses."""
    if len(validation_losses) < 2:
        return None
    best, last = min(validation_losses, key=lambda point: point.value), validation_losses[-1]
    return Fit(best, last, _falls(losses, best.step), deployed_step)


def _falls(losses: Sequence[MetricPoint], since: int) -> bool:
    """Compares the mean of as many losses before that step as after it, as single batches jump."""
    after = [point.value for point in losses if point.step > since]
    before = [point.value for point in losses if point.step <= since][-len(after) :] if after else []
    return bool(before) and fmean(after) < fmean(before)
