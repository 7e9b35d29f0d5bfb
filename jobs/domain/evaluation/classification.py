"""Accuracy and macro F1 for recipes whose answers are labels."""

import re
from collections import Counter
from collections.abc import Sequence

Outcome = tuple[str, str | None]
"""The right label, and the one that was answered; none where an answer names no label, or several."""


def label_of(answer: str, labels: Sequence[str]) -> str | None:
    """The label that an answer names.

    The whole answer is looked at first; then the labels that stand in it as words, of which there must be one alone: an
    answer that names two hasn't decided.
    """
    said = answer.strip().strip(".!\"'`*").casefold()
    for label in labels:
        if said == label.casefold():
            return label
    named = [label for label in labels if _stands_in(label, answer)]
    # `positive` stands in `not positive` too where both are labels: the longer one is what was said.
    longest = [one for one in named if not any(one != other and _stands_in(one, other) for other in named)]
    return longest[0] if len(longest) == 1 else None


def accuracy(outcomes: Sequence[Outcome]) -> float:
    """The share of right labels."""
    return sum(right == said for right, said in outcomes) / len(outcomes)


def macro_f1(outcomes: Sequence[Outcome]) -> float:
    """F1 of every label that was right at least once, averaged with equal weight; 0 to 1."""
    right = Counter(label for label, _ in outcomes)
    said = Counter(label for _, label in outcomes if label is not None)
    both = Counter(label for label, answered in outcomes if label == answered)
    return sum(2 * both[label] / (right[label] + said[label]) for label in right) / len(right)


def _stands_in(label: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(label)}(?!\w)", text, re.IGNORECASE) is not None
