"""The tokens of a template expression: names, numbers, texts in single quotes and punctuation."""

import re
from dataclasses import dataclass
from typing import Literal

from local_azure.deployments.language.errors import ExpressionError

LONGEST = 24_576
"""Characters that an expression may have (azure-docs ARM template best practices, template limits, as of 2026-10)."""

TokenKind = Literal["name", "number", "text", "mark", "end"]

_TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<name>[A-Za-z_$][\w$]*)|(?P<number>-?\d+)|'(?P<text>(?:[^']|'')*)'|(?P<mark>\.\?|\[\?|[().,\[\]])"
)


@dataclass(frozen=True)
class Token:
    """A token of an expression.

    Attributes:
        kind: Its sort.
        text: As it stands; of a text what is between the quotes.
    """

    kind: TokenKind
    text: str


END = Token("end", "")


def tokens(expression: str) -> list[Token]:
    """Returns the tokens of an expression, without its brackets, and the end.

    Raises:
        ExpressionError: A character has no place in one, a text doesn't end, or the expression is too long.
    """
    if len(expression) > LONGEST:
        raise ExpressionError(f"The template language expression is longer than the limit of '{LONGEST}' characters.")
    found: list[Token] = []
    at = 0
    while at < len(expression):
        match = _TOKEN.match(expression, at)
        if match is None:
            shown = expression[at : at + 20]
            raise ExpressionError(f"Unable to parse language expression '{expression}': unexpected text '{shown}'.")
        at = match.end()
        if match.lastgroup != "space":
            found.append(_token(match))
    return [*found, END]


def _token(match: re.Match[str]) -> Token:
    for kind in ("name", "number", "mark"):
        if match[kind] is not None:
            return Token(kind, match[kind])
    return Token("text", match["text"].replace("''", "'"))
