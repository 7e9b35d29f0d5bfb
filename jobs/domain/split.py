"""Chat rows divided into training and validation rows, so that nothing of one is known from the other."""

import hashlib
import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from jobs.domain.chat import ChatRow, conversation, prompt
from jobs.domain.near_duplicates import near_duplicates

DEFAULT_VALIDATION_SHARE = 0.2
"""As the documented journeys split (80/20)."""

MAXIMUM_ROWS_FOR_LIKENESS = 10_000
"""Up to here near-duplicates are kept together too; beyond, only rows with the same question."""


@dataclass(frozen=True)
class Split:
    """Positions of the rows in the file, ascending."""

    train: tuple[int, ...]
    validation: tuple[int, ...]


def split(rows: Sequence[ChatRow], *, validation_share: float = DEFAULT_VALIDATION_SHARE) -> Split:
    """Sets rows aside for validation.

    Rows that ask the same, or are near-duplicates of each other, stay on the same side, whole groups at a time. Which
    side that is depends on the rows alone, not on their order or on chance.

    Args:
        rows: all rows, at least two.
        validation_share: how much to set aside, between 0 and 1; groups aren't divided, so it may be a little more.

    Raises:
        ValueError: when all rows belong together, so that nothing can be set aside.
    """
    groups = sorted(_groups(rows), key=lambda group: _lot(rows, group))
    wanted = max(1, round(len(rows) * validation_share))
    validation: list[int] = []
    for group in groups[1:]:  # the first group is always left for training
        if len(validation) + len(group) <= wanted or not validation:
            validation.extend(group)
    if not validation:
        raise ValueError("all rows ask almost the same: none can be set aside for validation")
    aside = frozenset(validation)
    return Split(tuple(index for index in range(len(rows)) if index not in aside), tuple(sorted(validation)))


def _groups(rows: Sequence[ChatRow]) -> Iterable[list[int]]:
    leader = list(range(len(rows)))
    first_with: dict[Hashable, int] = {}
    for index, row in enumerate(rows):
        _join(leader, index, first_with.setdefault(_question(row), index))
    if len(rows) <= MAXIMUM_ROWS_FOR_LIKENESS:
        for twins in near_duplicates(conversation(row) for row in rows):
            _join(leader, twins.first, twins.second)
    groups: dict[int, list[int]] = {}
    for index in range(len(rows)):
        groups.setdefault(_find(leader, index), []).append(index)
    return groups.values()


def _question(row: ChatRow) -> str:
    asked = [message.content for message in prompt(row) if message.role == "user"]
    return " ".join(re.findall(r"\w+", asked[0].lower()))


def _lot(rows: Sequence[ChatRow], group: Sequence[int]) -> bytes:
    return min(hashlib.sha256(conversation(rows[index]).encode()).digest() for index in group)


def _join(leader: list[int], one: int, other: int) -> None:
    leader[_find(leader, one)] = _find(leader, other)


def _find(leader: list[int], index: int) -> int:
    while leader[index] != index:
        leader[index] = leader[leader[index]]
        index = leader[index]
    return index
