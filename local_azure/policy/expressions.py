"""Template expressions in policies, such as ``[concat(parameters('prefix'), '*')]``, taken apart."""

import re
from dataclasses import dataclass
from functools import cache

from local_azure.json_types import JsonValue
from local_azure.policy.errors import invalid_expression

# Far deeper than people nest, and far less than what would exhaust the stack.
_DEEPEST = 64
_TOKEN = re.compile(
    r"\s*(?:'(?P<text>(?:[^']|'')*)'|(?P<number>-?\d+(?:\.\d+)?)|(?P<name>[A-Za-z_]\w*)|(?P<sign>[(),.\[\]]))"
)


@dataclass(frozen=True)
class Value:
    """A literal."""

    value: JsonValue


@dataclass(frozen=True)
class Call:
    """A function with its arguments; its name in lower case."""

    name: str
    arguments: tuple["Expression", ...]


@dataclass(frozen=True)
class Member:
    """A member of an object, ``of.name``."""

    of: "Expression"
    name: str


@dataclass(frozen=True)
class Item:
    """An element of an array or a member of an object, ``of[index]``."""

    of: "Expression"
    index: "Expression"


Expression = Value | Call | Member | Item


@cache
def expression(text: str) -> Expression:
    """Returns what a text of a policy stands for: an expression when it is in brackets, else itself.

    Raises:
        AzureError: 400 InvalidPolicyRule.
    """
    if text.startswith("[[") or not (text.startswith("[") and text.endswith("]")):
        return Value(text[1:] if text.startswith("[[") else text)
    reader = _Reader(text)
    parsed = reader.read()
    reader.end()
    return parsed


def calls(parsed: Expression) -> set[str]:
    """Returns the names of all functions that an expression calls."""
    match parsed:
        case Value():
            return set()
        case Call(name, arguments):
            return {name}.union(*(calls(each) for each in arguments))
        case Member(of, _):
            return calls(of)
        case Item(of, index):
            return calls(of) | calls(index)


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = [*_tokens(text), ("end", "")]
        self._at = 0
        self._depth = 0

    def read(self) -> Expression:
        self._go_deeper()
        found = self._read()
        self._depth -= 1
        return found

    def end(self) -> None:
        if self._next()[0] != "end":
            raise invalid_expression(self._text, "there is more after its end.")

    def _read(self) -> Expression:
        kind, text = self._next()
        if kind == "text":
            found: Expression = Value(text.replace("''", "'"))
        elif kind == "number":
            found = Value(float(text) if "." in text else int(text))
        elif kind == "name":
            self._take("(")
            found = Call(text.lower(), self._arguments())
        else:
            raise invalid_expression(self._text, f"a value is expected, not '{text}'.")
        return self._parts(found)

    def _go_deeper(self) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise invalid_expression(f"{self._text[:80]}...", f"it is nested deeper than {_DEEPEST} levels.")

    def _arguments(self) -> tuple[Expression, ...]:
        arguments: list[Expression] = []
        while self._tokens[self._at] != ("sign", ")"):
            if arguments:
                self._take(",")
            arguments.append(self.read())
        self._take(")")
        return tuple(arguments)

    def _parts(self, found: Expression) -> Expression:
        outside = self._depth
        while self._tokens[self._at] in (("sign", "."), ("sign", "[")):
            self._go_deeper()  # what has parts lies inside of them
            if self._next()[1] == ".":
                found = Member(found, self._next()[1])
            else:
                found = Item(found, self.read())
                self._take("]")
        self._depth = outside
        return found

    def _take(self, sign: str) -> None:
        if self._next() != ("sign", sign):
            raise invalid_expression(self._text, f"'{sign}' is missing.")

    def _next(self) -> tuple[str, str]:
        token = self._tokens[self._at]
        self._at = min(self._at + 1, len(self._tokens) - 1)
        return token


def _tokens(text: str) -> list[tuple[str, str]]:
    inner = text[1:-1].rstrip()
    found, at = [], 0
    while at < len(inner):
        match = _TOKEN.match(inner, at)
        if match is None or match.lastgroup is None:
            raise invalid_expression(text, f"nothing known begins at '{inner[at : at + 20]}'.")
        found.append((match.lastgroup, match.group(match.lastgroup)))
        at = match.end()
    return found
