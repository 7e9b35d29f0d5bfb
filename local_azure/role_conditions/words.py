"""Takes the text of a condition apart into words: attributes, literals, operators, parentheses."""

import re
from dataclasses import dataclass
from typing import Literal

from local_azure.role_conditions.errors import invalid_condition

WordKind = Literal["attribute", "text", "guid", "number", "name", "sign", "end"]

_WORD = re.compile(
    r"\s*(?:"
    r"(?P<attribute>@[A-Za-z]+\[[^\]]+\])"
    r"|'(?P<text>(?:[^'\\]|\\.)*)'"
    r"|(?P<guid>[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})"
    r"|(?P<number>-?\d+(?:\.\d+)?)"
    r"|(?P<name>[A-Za-z]+(?::[A-Za-z]+)?)"
    r"|(?P<sign>&&|\|\||[!(){},])"
    r")"
)


@dataclass(frozen=True)
class Word:
    """One word of a condition.

    Attributes:
        kind: What it is; ``end`` after the last one.
        text: Its text, without the quotes of a literal.
        at: Where it begins.
    """

    kind: WordKind
    text: str
    at: int

    def is_sign(self, *texts: str) -> bool:
        """Returns whether it is one of these signs or names, without regard to case."""
        return self.kind in ("sign", "name") and self.text.upper() in texts


def words(condition: str) -> list[Word]:
    """Returns the words of a condition, ``end`` last.

    Raises:
        AzureError: 400 when there is something that is no word.
    """
    found: list[Word] = []
    at, length = 0, len(condition.rstrip())
    while at < length:
        match = _WORD.match(condition, at)
        if match is None:
            raise invalid_condition(f"At position {at} nothing known begins: '{condition[at : at + 30].strip()}'.")
        found.append(_word(match))
        at = match.end()
    return [*found, Word("end", "the end", length)]


def _word(match: re.Match[str]) -> Word:
    kinds: tuple[WordKind, ...] = ("attribute", "text", "guid", "number", "name", "sign")
    for kind in kinds:
        if match.group(kind) is not None:
            return Word(kind, match.group(kind), match.start(kind))
    raise AssertionError("each alternative of the pattern has a group")
