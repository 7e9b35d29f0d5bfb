"""What a format of training rows is: how a row is read, what may be wrong with it, what it says."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args

from jobs.domain.findings import Finding
from jobs.domain.json_positions import Path, Positions

FormatName = Literal["chat", "tools", "preference", "completion", "classification"]
FORMAT_NAMES: tuple[FormatName, ...] = get_args(FormatName)

Row = dict[str, Any]


@dataclass(frozen=True)
class RowFormat:
    """One format.

    Attributes:
        name: how commands and recipes name it.
        example: a row in short, for messages.
        members: the members that a row must have.
        parse: reads one line; raises pydantic's ValidationError where the shape is wrong.
        say: everything a parsed row says (two rows with the same are duplicates), and whether it is ordinary: nothing
            but its shape needed looking at; else `look_closer` tells more.
        look_closer: what is wrong beyond the shape, with columns.
        texts: all texts of a row with the path to each, to look for what shouldn't be in them.
        likeness: what near-duplicates are judged by.
        question: what the row asks; rows that ask the same never stand on both sides of a split.
        stratum: what the sides of a split should have equal shares of.
    """

    name: FormatName
    example: str
    members: tuple[str, ...]
    parse: Callable[[bytes], Row]
    say: Callable[[Row], tuple[str, bool]]
    look_closer: Callable[[Row, Positions, int], Iterator[Finding]]
    texts: Callable[[Row], Iterator[tuple[Path, str]]]
    likeness: Callable[[Row], str]
    question: Callable[[Row], str]
    stratum: Callable[[Row], str]
