"""JSON as ARM reads templates: with comments, trailing commas, names without quotes, single quotes, texts over lines.

azure-cli sends templates as they stand in their file, so that a request's body is such JSON too.
"""

import json
import re
from typing import Any

DEEPEST = 128
_GAP = re.compile(r"(?:\s+|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
_NAME = re.compile(r"[A-Za-z_$][\w$]*")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_WORDS = {"true": True, "false": False, "null": None}
_CLOSING = {"{": "}", "[": "]"}
# What may not stand in a text of strict JSON as it is.
_CONTROL = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def read(content: str) -> Any:  # noqa: ANN401 -- any JSON value
    """Returns the value of a document.

    Raises:
        ValueError: It isn't JSON even so, or is nested too deep; the text says where.
    """
    try:
        value = json.loads(content)
    except RecursionError as error:
        raise ValueError("the document is nested too deep") from error
    except ValueError:
        value = _Reader(content).document()
    _check(value)
    return value


def _check(value: object) -> None:
    level, depth = [value], 0
    while level:
        depth += 1
        inner = [each.values() if isinstance(each, dict) else each for each in level if isinstance(each, dict | list)]
        level = [one for each in inner for one in each]
        if depth > DEEPEST:
            raise ValueError("the document is nested too deep")
    json.dumps(value, ensure_ascii=False, allow_nan=False).encode()  # what can't be answered isn't taken either


class _Reader:
    def __init__(self, content: str) -> None:
        self._content = content
        self._at = 0

    def document(self) -> Any:  # noqa: ANN401 -- any JSON value
        value = self._value(0)
        if self._peek():
            raise self._wrong("nothing more")
        return value

    def _value(self, depth: int) -> Any:  # noqa: ANN401 -- any JSON value
        if depth > DEEPEST:
            raise ValueError("the document is nested too deep")
        first = self._peek()
        if first in ("{", "["):
            return self._members(depth) if first == "{" else self._elements(depth)
        if first in ('"', "'"):
            return self._text()
        if (match := _NUMBER.match(self._content, self._at)) is not None:
            self._at = match.end()
            return json.loads(match[0]) if not re.match(r"-?0\d", match[0]) else int(match[0])
        word = self._word()
        if word not in _WORDS:
            raise self._wrong("a value")
        return _WORDS[word]

    def _members(self, depth: int) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for _ in self._list("{"):
            name = self._text() if self._peek() in ('"', "'") else self._word()
            if self._peek() != ":":
                raise self._wrong("':'")
            self._at += 1
            made[name] = self._value(depth + 1)
        return made

    def _elements(self, depth: int) -> list[Any]:
        return [self._value(depth + 1) for _ in self._list("[")]

    def _list(self, opening: str) -> Any:  # noqa: ANN401 -- a generator of nothing
        self._at += 1
        closing = _CLOSING[opening]
        while self._peek() != closing:
            yield
            if self._peek() == ",":
                self._at += 1
            elif self._peek() != closing:
                raise self._wrong(f"',' or '{closing}'")
        self._at += 1

    def _text(self) -> str:
        quote, start = self._content[self._at], self._at + 1
        at = start
        while at < len(self._content) and self._content[at] != quote:
            at += 2 if self._content[at] == "\\" else 1
        if at >= len(self._content):
            raise self._wrong("the end of a text")
        inner, self._at = self._content[start:at], at + 1
        if quote == "'":
            inner = inner.replace("\\'", "'").replace('"', '\\"')
        for sign, written in _CONTROL.items():
            inner = inner.replace(sign, written)
        text: str = json.loads(f'"{inner}"')
        return text

    def _word(self) -> str:
        self._peek()
        match = _NAME.match(self._content, self._at)
        if match is None:
            raise self._wrong("a name")
        self._at = match.end()
        return match[0]

    def _peek(self) -> str:
        gap = _GAP.match(self._content, self._at)
        self._at = gap.end() if gap else self._at
        return self._content[self._at : self._at + 1]

    def _wrong(self, expected: str) -> ValueError:
        line = self._content.count("\n", 0, self._at) + 1
        column = self._at - (self._content.rfind("\n", 0, self._at) + 1) + 1
        return ValueError(f"{expected} is expected at line {line} column {column}")
