"""Whether a difference between two models is more than luck: paired bootstrap."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from statistics import fmean
from typing import TypeVar

RESAMPLES = 4000
"""Enough for the 2.5 % and 97.5 % points to be steady to about a hundredth (own check, 2026-11)."""

Row = TypeVar("Row")


@dataclass(frozen=True)
class Comparison:
    """One metric of two models over the same prompts.

    Attributes:
        base: of the base model.
        tuned: of the tuned model.
        low: lower end of the 95 % interval of tuned - base; none where there are no rows to resample.
        high: its upper end; none likewise.
    """

    base: float
    tuned: float
    low: float | None = None
    high: float | None = None


def compare(base: Sequence[float], tuned: Sequence[float], random: Random) -> Comparison:
    """Compares means of scores of the same prompts.

    The interval resamples prompts, not answers: what one prompt makes of both models stays together. Where all
    differences are the same (few rows, all right or all wrong) it has no width, which says nothing about other prompts.

    Args:
        base: a score a prompt, of the base model.
        tuned: the same prompts, in the same order.
        random: seeded by the caller, so that a report can be made again.
    """
    differences = [after - before for before, after in zip(base, tuned, strict=True)]
    resampled = [fmean(random.choices(differences, k=len(differences))) for _ in range(RESAMPLES)]
    return Comparison(fmean(base), fmean(tuned), *_interval(resampled))


def compare_statistic(
    base: Sequence[Row], tuned: Sequence[Row], statistic: Callable[[Sequence[Row]], float], random: Random
) -> Comparison:
    """Compares a figure that isn't a mean (a median, a percentile, macro F1) over the same prompts, likewise resampled.

    Args:
        base: what the base model made of each prompt.
        tuned: the same prompts, in the same order.
        statistic: makes the figure of such rows.
        random: seeded by the caller.
    """
    pairs = list(zip(base, tuned, strict=True))
    resampled = [_difference(random.choices(pairs, k=len(pairs)), statistic) for _ in range(RESAMPLES)]
    return Comparison(statistic(base), statistic(tuned), *_interval(resampled))


def _difference(pairs: Sequence[tuple[Row, Row]], statistic: Callable[[Sequence[Row]], float]) -> float:
    return statistic([after for _, after in pairs]) - statistic([before for before, _ in pairs])


def _interval(values: list[float]) -> tuple[float, float]:
    ordered = sorted(values)
    return ordered[round(0.025 * len(ordered))], ordered[round(0.975 * len(ordered)) - 1]
