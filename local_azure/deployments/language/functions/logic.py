"""Functions that compare and decide. What a decision doesn't need isn't evaluated."""

from collections.abc import Callable, Mapping
from typing import Any

from local_azure.deployments.language.functions.function import Function, truth, type_of, wrong
from local_azure.deployments.language.scope import Scope


def equal(first: object, second: object) -> bool:
    """Whether two JSON values are the same; true isn't 1."""
    if type_of(first) != type_of(second):
        return False
    if isinstance(first, list) and isinstance(second, list):
        return len(first) == len(second) and all(map(equal, first, second))
    if isinstance(first, dict) and isinstance(second, dict):
        return first.keys() == second.keys() and all(equal(first[name], second[name]) for name in first)
    return first == second


def _equals(_: Scope, arguments: list[Any]) -> bool:
    first, second = arguments
    return equal(first, second)


def _ordered(name: str, compare: Callable[[Any, Any], bool]) -> Function:
    def called(_: Scope, arguments: list[Any]) -> bool:
        first, second = arguments
        if type_of(first) != type_of(second) or type_of(first) not in ("Integer", "String"):
            raise wrong(name, "two Integers or two Strings", second)
        return compare(first, second)

    return Function(called, 2, 2)


def _if(_: Scope, arguments: list[Any]) -> Any:  # noqa: ANN401 -- any JSON value
    condition, then, otherwise = arguments
    return then() if truth("if", condition()) else otherwise()


def _and(_: Scope, arguments: list[Any]) -> bool:
    return all(truth("and", each()) for each in arguments)


def _or(_: Scope, arguments: list[Any]) -> bool:
    return any(truth("or", each()) for each in arguments)


def _coalesce(_: Scope, arguments: list[Any]) -> Any:  # noqa: ANN401 -- any JSON value
    for each in arguments:
        if (value := each()) is not None:
            return value
    return None


LOGIC: Mapping[str, Function] = {
    "and": Function(_and, 2, None, is_lazy=True),
    "coalesce": Function(_coalesce, 1, None, is_lazy=True),
    "equals": Function(_equals, 2, 2),
    "false": Function(lambda _, __: False, 0, 0),
    "greater": _ordered("greater", lambda first, second: first > second),
    "greaterorequals": _ordered("greaterOrEquals", lambda first, second: first >= second),
    "if": Function(_if, 3, 3, is_lazy=True),
    "less": _ordered("less", lambda first, second: first < second),
    "lessorequals": _ordered("lessOrEquals", lambda first, second: first <= second),
    "not": Function(lambda _, arguments: not truth("not", arguments[0]), 1, 1),
    "null": Function(lambda _, __: None, 0, 0),
    "or": Function(_or, 2, None, is_lazy=True),
    "true": Function(lambda _, __: True, 0, 0),
}
