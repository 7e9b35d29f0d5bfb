"""How close an answer is to the reference answer: exact match, F1 over words, ROUGE-L."""

import re
from collections import Counter

_WORD = re.compile(r"\w+")


def exact_match(answer: str, reference: str) -> float:
    """1 where both say the same words in the same order (case and punctuation aside), else 0."""
    return float(_words(answer) == _words(reference))


def f1(answer: str, reference: str) -> float:
    """Harmonic mean of precision and recall over words, each counted as often as it occurs; 0 to 1."""
    said, wanted = Counter(_words(answer)), Counter(_words(reference))
    return _f_measure((said & wanted).total(), said.total(), wanted.total())


def rouge_l(answer: str, reference: str) -> float:
    """F-measure over the longest common subsequence of words (Lin 2004, beta 1); 0 to 1."""
    said, wanted = _words(answer), _words(reference)
    return _f_measure(_longest_common_subsequence(said, wanted), len(said), len(wanted))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _f_measure(common: int, said: int, wanted: int) -> float:
    return 2 * common / (said + wanted) if common else 0.0


def _longest_common_subsequence(one: list[str], other: list[str]) -> int:
    lengths = [0] * (len(other) + 1)
    for word in one:
        before = 0
        for index, candidate in enumerate(other, 1):
            here = lengths[index]
            lengths[index] = before + 1 if word == candidate else max(here, lengths[index - 1])
            before = here
    return lengths[-1]
