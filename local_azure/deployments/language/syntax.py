"""The syntax of a template expression: calls, literals, members and indexes, read by recursive descent."""

from dataclasses import dataclass
from typing import TypeAlias

from local_azure.deployments.language.errors import ExpressionError
from local_azure.deployments.language.tokens import Token, tokens

DEEPEST = 64
"""How deep calls may be nested; of our own, so that no expression exhausts the interpreter."""

_NAMES = {"(": "LeftParenthesis", ")": "RightParenthesis", "]": "RightSquareBracket", ",": "Comma", "": "EndOfData"}


@dataclass(frozen=True)
class Constant:
    """A text or a whole number."""

    value: str | int


@dataclass(frozen=True)
class Call:
    """A function with its arguments; the name as it was written, namespaces with dots."""

    name: str
    arguments: tuple["Node", ...]


@dataclass(frozen=True)
class Access:
    """A member (``a.b``) or an element (``a[b]``) of a value.

    Attributes:
        value: What it is taken from.
        key: What is taken.
        is_safe: Whether nothing is taken where there is nothing (``a.?b``, ``a[?b]``).
    """

    value: "Node"
    key: "Node"
    is_safe: bool


Node: TypeAlias = Constant | Call | Access


def parse(expression: str) -> Node:
    """Returns the syntax of an expression, given without the brackets around it.

    Raises:
        ExpressionError: It isn't one.
    """
    reader = _Reader(expression)
    node = reader.node(0)
    reader.take("")
    return node


def calls(node: Node) -> list[Call]:
    """Returns all calls of an expression, the outer ones first."""
    if isinstance(node, Call):
        return [node, *(each for argument in node.arguments for each in calls(argument))]
    if isinstance(node, Access):
        return [*calls(node.value), *calls(node.key)]
    return []


class _Reader:
    def __init__(self, expression: str) -> None:
        self._expression = expression
        self._tokens = tokens(expression)
        self._at = 0

    def node(self, depth: int) -> Node:
        if depth > DEEPEST:
            raise ExpressionError(f"The template language expression is nested deeper than '{DEEPEST}' levels.")
        token = self._next()
        if token.kind == "text":
            found: Node = Constant(token.text)
        elif token.kind == "number":
            found = Constant(int(token.text))
        elif token.kind == "name":
            found = self._call(token.text, depth)
        else:
            raise self._unexpected("Identifier", token)
        return self._accessed(found, depth)

    def take(self, mark: str) -> None:
        token = self._next()
        if token.text != mark or token.kind not in ("mark", "end"):
            raise self._unexpected(_NAMES[mark], token)

    def _call(self, name: str, depth: int) -> Call:
        while self._is("."):
            self._next()
            name = f"{name}.{self._name()}"
        self.take("(")
        if self._is(")"):
            self._next()
            return Call(name, ())
        arguments = [self.node(depth + 1)]
        while self._is(","):
            self._next()
            arguments.append(self.node(depth + 1))
        self.take(")")
        return Call(name, tuple(arguments))

    def _accessed(self, found: Node, depth: int) -> Node:
        taken = 0
        while (mark := self._tokens[self._at]).kind == "mark" and mark.text in (".", ".?", "[", "[?"):
            self._next()
            taken += 1
            if depth + taken > DEEPEST:
                raise ExpressionError(f"The template language expression is nested deeper than '{DEEPEST}' levels.")
            if mark.text.startswith("."):
                key: Node = Constant(self._name())
            else:
                key = self.node(depth + 1)
                self.take("]")
            found = Access(found, key, mark.text.endswith("?"))
        return found

    def _name(self) -> str:
        token = self._next()
        if token.kind != "name":
            raise self._unexpected("Identifier", token)
        return token.text

    def _is(self, mark: str) -> bool:
        token = self._tokens[self._at]
        return token.kind == "mark" and token.text == mark

    def _next(self) -> Token:
        token = self._tokens[self._at]
        self._at = min(self._at + 1, len(self._tokens) - 1)
        return token

    def _unexpected(self, expected: str, token: Token) -> ExpressionError:
        actual = _NAMES.get(token.text, token.text)
        return ExpressionError(
            f"Unable to parse language expression '{self._expression}': expected token '{expected}' "
            f"and actual '{actual}'."
        )
