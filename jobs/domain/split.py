"""Rows divided into training and validation rows, so that nothing of one is known from the other."""

import hashlib
import re
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from jobs.domain.chat import ChatRow, conversation, prompt
from jobs.domain.near_duplicates import MAXIMUM_CHARACTERS, near_duplicates

DEFAULT_VALIDATION_SHARE = 0.2
"""As the documented journeys split (80/20)."""

MAXIMUM_ROWS_FOR_LIKENESS = 10_000
"""Up to here near-duplicates are kept together too; beyond, only rows with the same question."""


@dataclass(frozen=True)
class Split:
    """Positions of the rows in the file, ascending."""

    train: tuple[int, ...]
    validation: tuple[int, ...]


class SplitRow(NamedTuple):
    """What a split needs to know of a row.

    Attributes:
        question: what it asks; rows that ask the same stay together.
        likeness: what near-duplicates are judged by.
        stratum: what both sides should have equal shares of, as a label or a system prompt.
    """

    question: str
    likeness: str
    stratum: str = ""


def split(rows: Sequence[ChatRow], *, validation_share: float = DEFAULT_VALIDATION_SHARE) -> Split:
    """Sets chat rows aside for validation, from each first system prompt as many as from the others.

    Raises:
        ValueError: when all rows belong together, so that nothing can be set aside.
    """
    return split_rows((_of_chat(row) for row in rows), validation_share=validation_share)


def split_rows(rows: Iterable[SplitRow], *, validation_share: float = DEFAULT_VALIDATION_SHARE) -> Split:
    """Sets rows aside for validation.

    Rows that ask the same, or are near-duplicates of each other, stay on the same side, whole groups at a time. Which
    side that is depends on the rows alone, not on their order or on chance. Of long files nothing is kept but some
    bytes a row.

    Args:
        rows: all rows, at least two.
        validation_share: how much to set aside, between 0 and 1; groups aren't divided, so it may be a little more.

    Raises:
        ValueError: when all rows belong together, so that nothing can be set aside.
    """
    known = _Known()
    for row in rows:
        known.add(row)
    strata: dict[int, list[list[int]]] = {}
    for group in sorted(known.groups(), key=known.lot):
        strata.setdefault(known.strata[group[0]], []).append(group)
    if all(len(groups) == 1 for groups in strata.values()):  # each row a stratum of its own: none to be fair to
        strata = {0: [group for groups in strata.values() for group in groups]}
    validation = _set_aside(strata, max(1, round(len(known.lots) * validation_share)), len(known.lots))
    if not validation:
        raise ValueError("all rows ask almost the same: none can be set aside for validation")
    aside = frozenset(validation)
    return Split(tuple(index for index in range(len(known.lots)) if index not in aside), tuple(sorted(validation)))


@dataclass
class _Known:
    """What is remembered of the rows."""

    lots: "array[int]" = field(default_factory=lambda: array("Q"))
    leader: "array[int]" = field(default_factory=lambda: array("Q"))
    strata: "array[int]" = field(default_factory=lambda: array("Q"))
    first_asking: dict[int, int] = field(default_factory=dict)
    number_of_stratum: dict[int, int] = field(default_factory=dict)
    likenesses: list[str] | None = field(default_factory=list)
    characters: int = 0

    def add(self, row: SplitRow) -> None:
        index = len(self.lots)
        self.lots.append(_digest(row.likeness))
        self.leader.append(index)
        self.strata.append(self.number_of_stratum.setdefault(_digest(row.stratum), len(self.number_of_stratum)))
        question = _digest(" ".join(re.findall(r"\w+", row.question.lower())))
        self._join(index, self.first_asking.setdefault(question, index))
        if self.likenesses is not None:
            self.likenesses.append(row.likeness)
            self.characters += len(row.likeness)
            if len(self.likenesses) > MAXIMUM_ROWS_FOR_LIKENESS or self.characters > MAXIMUM_CHARACTERS:
                self.likenesses = None

    def groups(self) -> Iterable[list[int]]:
        for twins in near_duplicates(self.likenesses or ()):
            self._join(twins.first, twins.second)
        groups: dict[int, list[int]] = {}
        for index in range(len(self.leader)):
            groups.setdefault(self._find(index), []).append(index)
        return groups.values()

    def lot(self, group: Sequence[int]) -> int:
        return min(self.lots[index] for index in group)

    def _join(self, one: int, other: int) -> None:
        self.leader[self._find(one)] = self._find(other)

    def _find(self, index: int) -> int:
        while self.leader[index] != index:
            self.leader[index] = self.leader[self.leader[index]]
            index = self.leader[index]
        return index


def _set_aside(strata: dict[int, list[list[int]]], wanted: int, count: int) -> list[int]:
    """Takes whole groups from each stratum in proportion to its rows; the first of each is always left for training."""
    validation: list[int] = []
    owed = 0.0  # what earlier strata had too little of to give
    for groups in sorted(strata.values(), key=lambda groups: -sum(map(len, groups))):
        owed += wanted * sum(map(len, groups)) / count
        for group in groups[1:]:
            if len(group) <= owed + 0.5:
                validation.extend(group)
                owed -= len(group)
    if not validation:
        validation = next((list(groups[1]) for groups in strata.values() if len(groups) > 1), [])
    return validation


def _of_chat(row: ChatRow) -> SplitRow:
    asked = [message.content for message in prompt(row) if message.role == "user"]
    system = row.messages[0].content if row.messages[0].role == "system" else ""
    return SplitRow(asked[0], conversation(row), system)


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode(errors="replace")).digest()[:8])
