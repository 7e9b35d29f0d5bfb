"""Latency, tokens and price of answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median

from jobs.domain.evaluation.answers import Answer

MILLION = 1_000_000


@dataclass(frozen=True)
class TokenPrice:
    """What tokens cost.

    Attributes:
        input: USD for a million tokens of prompts.
        output: USD for a million tokens of answers.
        source: who says so, and when.
    """

    input: float
    output: float
    source: str = ""


def price_of(answer: Answer, price: TokenPrice | None) -> float | None:
    """USD for one answer, hosting not included; none where the price or the tokens aren't known."""
    if price is None or not answer.prompt_tokens:
        return None
    return (answer.prompt_tokens * price.input + answer.completion_tokens * price.output) / MILLION


def median_of(values: Sequence[float]) -> float:
    """The middle value."""
    return float(median(values))


def p95(values: Sequence[float]) -> float:
    """The smallest value that 95 % don't exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[ceil(0.95 * len(ordered)) - 1]
