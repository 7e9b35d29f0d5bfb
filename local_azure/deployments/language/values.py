"""Evaluates whole JSON values: each text in brackets is an expression, at any depth, and ``copy`` repeats a member."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

from local_azure.deployments.language.errors import ExpressionError
from local_azure.deployments.language.evaluation import evaluate
from local_azure.deployments.language.scope import Scope
from local_azure.deployments.language.syntax import Call, Node, calls, parse

DEEPEST = 100
"""How deep the members of a template may be nested; of our own, so that no template exhausts the interpreter."""
MOST_COPIES = 800
"""Iterations of a copy loop (azure-docs ARM template copy, limits, as of 2026-10)."""

_parsed = lru_cache(maxsize=4096)(parse)


def is_expression(value: object) -> bool:
    """Whether a value is an expression: a text in brackets that doesn't begin with two of them."""
    return isinstance(value, str) and value.startswith("[") and value.endswith("]") and not value.startswith("[[")


def evaluated(value: Any, scope: Scope, depth: int = 0) -> Any:  # noqa: ANN401 -- any JSON value
    """Returns a JSON value with all its expressions evaluated and all its copies made.

    Raises:
        ExpressionError: An expression has no value, or the value is nested too deep.
        UnknownYetError: An expression asks for something that ``scope.known`` doesn't have yet.
    """
    if depth > DEEPEST:
        raise ExpressionError(f"The template is nested deeper than '{DEEPEST}' levels.")
    scope.budget.take(1)
    if isinstance(value, str):
        return _text(value, scope)
    if isinstance(value, list):
        return [evaluated(each, scope, depth + 1) for each in value]
    if not isinstance(value, dict):
        return value
    made: dict[str, Any] = {}
    for name, each in value.items():
        if name == "copy" and _is_copy(each):
            made |= _copied(each, scope, depth + 1)
        else:
            made[str(_text(name, scope))] = evaluated(each, scope, depth + 1)
    return made


def calls_in(value: object, depth: int = 0) -> Iterator[Call]:
    """Gives all function calls in a JSON value; those of texts that can't be read are left out."""
    if depth > DEEPEST:
        return
    if isinstance(value, str) and is_expression(value):
        yield from calls(_node(value))
    elif isinstance(value, list):
        for each in value:
            yield from calls_in(each, depth + 1)
    elif isinstance(value, dict):
        for each in value.values():
            yield from calls_in(each, depth + 1)


def count_of(copy: Any, scope: Scope, name: str) -> int:  # noqa: ANN401 -- any JSON value
    """Returns how often a copy loop runs.

    Raises:
        ExpressionError: Its count is no number of 0 to 800.
    """
    count = evaluated(copy, scope)
    if not isinstance(count, int) or isinstance(count, bool) or not 0 <= count <= MOST_COPIES:
        raise ExpressionError(
            f"The copy count of '{name}' must be a whole number from 0 to {MOST_COPIES}; it is '{count}'. "
            "Please see https://aka.ms/arm-resource-loops for usage details."
        )
    return count


def in_copy(scope: Scope, name: str, index: int) -> Scope:
    """Returns the scope of one iteration of a copy loop; ``copyIndex`` without a name still means the resource's."""
    return replace(scope, copies={**scope.copies, name.lower(): index})


def _text(value: str, scope: Scope) -> Any:  # noqa: ANN401 -- any JSON value
    if is_expression(value):
        made = evaluate(_node(value), scope)
        if callable(made):
            raise ExpressionError(f"The expression '{value}' gives a lambda, which is no value.")
        return made
    return value[1:] if value.startswith("[[") else value


def _node(value: str) -> Node:
    return _parsed(value[1:-1])


def _is_copy(value: object) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(each, dict) and "name" in each and "count" in each for each in value)
    )


def _copied(copies: list[dict[str, Any]], scope: Scope, depth: int) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for copy in copies:
        name = str(copy["name"])
        count = count_of(copy["count"], scope, name)
        body = copy.get("input")
        made[name] = [evaluated(body, in_copy(scope, name, index), depth + 1) for index in range(count)]
    return made
