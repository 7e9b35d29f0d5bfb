"""How far the prompts that a model is asked have moved from those it was trained on: their length, words and topics."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

MODERATE: Final = 0.1
LARGE: Final = 0.25
"""Population stability index: below 0.1 nothing moved, above 0.25 much did (Siddiqi, Credit Risk Scorecards, 2006)."""

LENGTH_BINS: Final = 10
TOPICS: Final = 20
LEAST_PROMPTS: Final = 30
"""Own choices, 2026-11: fewer prompts say nothing that a person wouldn't see sooner."""

_CHANCE: Final = 3.09
"""Of the standard normal distribution, 99.9 % are below: who looks every day is called once in years by chance."""

_LEAST_SHARE: Final = 0.001
_WORD = re.compile(r"[^\W\d_]{2,}")
_CONTENT_LETTERS = 4
_WIDESPREAD = 0.5


@dataclass(frozen=True)
class Shift:
    """How one property of the prompts has moved.

    Attributes:
        name: `length`, `vocabulary` or `topics`.
        index: the population stability index.
        by_chance: what an index stays below in 99.9 % of cases where nothing moved, with as many prompts as these.
        what: what moved most, for people; it quotes words of training prompts alone.
    """

    name: str
    index: float
    by_chance: float
    what: str

    @property
    def level(self) -> str:
        """`none`, `moderate` or `large`; what may well be chance is none."""
        if self.index < MODERATE or self.index <= self.by_chance:
            return "none"
        return "moderate" if self.index < LARGE else "large"


@dataclass(frozen=True)
class Drift:
    """All shifts, and how many prompts were looked at."""

    trained: int
    asked: int
    shifts: tuple[Shift, ...]

    @property
    def is_large(self) -> bool:
        """Whether anything moved so far that what was measured of the model may not hold any more."""
        return any(shift.level == "large" for shift in self.shifts)


def drift(trained: Sequence[str], asked: Iterable[str]) -> Drift | None:
    """Compares the prompts that a model was trained on with those that it is asked.

    Args:
        trained: prompts of the training rows.
        asked: prompts as they were logged; gone through once.

    Returns:
        The shifts; none where there are too few prompts on either side.
    """
    words_trained, words_asked = [_words(text) for text in trained], [_words(text) for text in asked]
    if min(len(words_trained), len(words_asked)) < LEAST_PROMPTS:
        return None
    shifts = (
        _length(words_trained, words_asked),
        _vocabulary(words_trained, words_asked),
        _topics(words_trained, words_asked),
    )
    return Drift(len(words_trained), len(words_asked), shifts)


def stability_index(expected: Sequence[float], found: Sequence[float]) -> float:
    """The population stability index of two distributions over the same categories; empty ones count as 0.1 %."""
    pairs = [(max(e, _LEAST_SHARE), max(f, _LEAST_SHARE)) for e, f in zip(expected, found, strict=True)]
    return sum((f - e) * math.log(f / e) for e, f in pairs)


def _length(trained: list[list[str]], asked: list[list[str]]) -> Shift:
    ordered = sorted(len(words) for words in trained)
    edges = sorted({ordered[len(ordered) * part // LENGTH_BINS] for part in range(1, LENGTH_BINS)})
    binned = [[sum(len(words) > edge for edge in edges) for words in prompts] for prompts in (trained, asked)]
    medians = [sorted(len(words) for words in prompts)[len(prompts) // 2] for prompts in (trained, asked)]
    return _shift("length", binned[0], binned[1], f"median of {medians[0]} words in training, {medians[1]} now")


def _vocabulary(trained: list[list[str]], asked: list[list[str]]) -> Shift:
    """Words that no training prompt has, against how many new ones another training prompt would have brought.

    That is the share of words that one training prompt alone has (Good-Turing).
    """
    known = Counter(word for words in trained for word in set(words))
    expected = sum(known[word] == 1 for words in trained for word in words) / max(1, sum(map(len, trained)))
    new = sum(word not in known for words in asked for word in words) / max(1, sum(map(len, asked)))
    what = f"{expected:.0%} new words were to be expected, {new:.0%} are"
    # Fewer new words than expected are no drift: the same prompts again have none.
    index = stability_index([expected, 1 - expected], [new, 1 - new]) if new > expected else 0.0
    return Shift("vocabulary", index, _by_chance(2, len(trained), len(asked)), what)


def _topics(trained: list[list[str]], asked: list[list[str]]) -> Shift:
    """Each prompt belongs to the rarest of the training prompts' frequent content words that it has: a crude topic."""
    spread = Counter(word for words in trained for word in set(words) if len(word) >= _CONTENT_LETTERS)
    frequent = [word for word, count in spread.most_common() if count <= _WIDESPREAD * len(trained)][:TOPICS]
    by_rarity = {word: rank for rank, word in enumerate(reversed(frequent))}
    other = len(by_rarity)
    belongs = [
        [min((by_rarity[word] for word in words if word in by_rarity), default=other) for words in prompts]
        for prompts in (trained, asked)
    ]
    names = [*by_rarity, "none of them"]
    shares = [[prompts.count(topic) / len(prompts) for topic in range(other + 1)] for prompts in belongs]
    moved = max(range(other + 1), key=lambda topic: abs(shares[1][topic] - shares[0][topic]))
    what = f"'{names[moved]}': {shares[0][moved]:.0%} of the prompts in training, {shares[1][moved]:.0%} now"
    return _shift("topics", belongs[0], belongs[1], what)


def _shift(name: str, trained: list[int], asked: list[int], what: str) -> Shift:
    categories = range(max(*trained, *asked) + 1)
    # Half a prompt more in each category: an empty one of few prompts says little (Jeffreys' prior).
    expected, found = (
        [(prompts.count(one) + 0.5) / (len(prompts) + len(categories) / 2) for one in categories]
        for prompts in (trained, asked)
    )
    return Shift(name, stability_index(expected, found), _by_chance(len(categories), len(trained), len(asked)), what)


def _by_chance(categories: int, trained: int, asked: int) -> float:
    """The index's 99.9th percentile where nothing moved: that of chi-squared, over the sizes of both samples.

    Yurdakul, Statistical properties of population stability index, 2018; chi-squared by Wilson and Hilferty, 1931.
    """
    freedom = max(1, categories - 1)
    spread = 2 / (9 * freedom)
    return freedom * (1 - spread + _CHANCE * math.sqrt(spread)) ** 3 * (1 / trained + 1 / asked)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())
