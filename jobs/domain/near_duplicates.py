"""Rows that say almost the same: found exactly, by the word triples that two texts share."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from math import ceil
from typing import NamedTuple

DEFAULT_THRESHOLD = 0.7
"""Share of word triples in common from which two texts count as twins. A template of sixty words with one word
exchanged shares about 0.8; two answers of one's own on the same topic rarely share 0.2 (own measurements, 2026-11)."""

MAXIMUM_CHARACTERS = 8_000_000
"""Up to how much text callers look for near-duplicates in: it is all kept, about 15 times over (own measurement)."""

_WORD = re.compile(r"\w+")
_TRIPLE = 3


class Twins(NamedTuple):
    """Two texts that are almost the same.

    Attributes:
        first: position of the earlier text.
        second: position of the later text.
        likeness: triples in common over triples in either (Jaccard), 0 to 1.
    """

    first: int
    second: int
    likeness: float


def near_duplicates(texts: Iterable[str], *, threshold: float = DEFAULT_THRESHOLD) -> Iterator[Twins]:
    """Finds all pairs of texts that share at least `threshold` of their word triples.

    Exact, not sampled: two such texts must share one of their rarest triples, so that only those few are looked up
    (prefix filtering). Case and punctuation don't count. Time grows with the number of rows that share rare triples.

    Yields:
        Each pair once, the later text with each earlier one, in order of the later text.
    """
    shingled = [_triples(text) for text in texts]
    frequency = Counter(triple for triples in shingled for triple in triples)
    by_rare_triple: dict[int, list[int]] = {}
    for position, triples in enumerate(shingled):
        rare = sorted(triples, key=lambda triple: (frequency[triple], triple))[: _prefix(len(triples), threshold)]
        candidates = sorted({other for triple in rare for other in by_rare_triple.get(triple, ())})
        yield from _alike(position, candidates, shingled, threshold)
        for triple in rare:
            by_rare_triple.setdefault(triple, []).append(position)


def _triples(text: str) -> frozenset[int]:
    words = _WORD.findall(text.lower())
    if len(words) < _TRIPLE:
        return frozenset([hash(tuple(words))])
    return frozenset(map(hash, zip(words, words[1:], words[2:], strict=False)))


def _prefix(count: int, threshold: float) -> int:
    """How many of the rarest triples two texts must have one in common of, to share `threshold` of all."""
    return count - ceil(threshold * count) + 1


def _alike(
    position: int, candidates: Sequence[int], shingled: Sequence[frozenset[int]], threshold: float
) -> Iterator[Twins]:
    own = shingled[position]
    for other in candidates:
        common = len(own & shingled[other])
        likeness = common / (len(own) + len(shingled[other]) - common)
        if likeness >= threshold:
            yield Twins(other, position, likeness)
