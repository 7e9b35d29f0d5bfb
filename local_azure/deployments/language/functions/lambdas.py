"""Functions that a template gives a function of its own: filter, map, reduce, sort, toObject."""

from collections.abc import Callable, Mapping
from functools import cmp_to_key
from typing import Any

from local_azure.deployments.language.errors import ExpressionError
from local_azure.deployments.language.functions.function import Function, items, text, truth, wrong
from local_azure.deployments.language.scope import Scope


def _filter(_: Scope, arguments: list[Any]) -> list[Any]:
    call = _given("filter", arguments[1])
    return [each for at, each in enumerate(items("filter", arguments[0])) if truth("filter", call(each, at))]


def _map(_: Scope, arguments: list[Any]) -> list[Any]:
    call = _given("map", arguments[1])
    return [call(each, at) for at, each in enumerate(items("map", arguments[0]))]


def _reduce(_: Scope, arguments: list[Any]) -> Any:  # noqa: ANN401 -- any JSON value
    call, value = _given("reduce", arguments[2]), arguments[1]
    for at, each in enumerate(items("reduce", arguments[0])):
        value = call(value, each, at)
    return value


def _sort(_: Scope, arguments: list[Any]) -> list[Any]:
    is_less = _given("sort", arguments[1])

    def order(first: object, second: object) -> int:
        return -1 if truth("sort", is_less(first, second)) else 1 if truth("sort", is_less(second, first)) else 0

    return sorted(items("sort", arguments[0]), key=cmp_to_key(order))


def _to_object(_: Scope, arguments: list[Any]) -> dict[str, Any]:
    key = _given("toObject", arguments[1])
    value = _given("toObject", arguments[2]) if len(arguments) > 2 else None
    return {text("toObject", key(each)): value(each) if value else each for each in items("toObject", arguments[0])}


def _given(name: str, argument: object) -> Callable[..., Any]:
    if not callable(argument):
        raise wrong(name, "Function", argument)
    return argument


def _variable(scope: Scope, arguments: list[Any]) -> Any:  # noqa: ANN401 -- any JSON value
    name = text("lambdaVariables", arguments[0])
    if name.lower() not in scope.locals:
        raise ExpressionError(f"The lambda variable '{name}' is not found.")
    return scope.locals[name.lower()]


LAMBDAS: Mapping[str, Function] = {
    "filter": Function(_filter, 2, 2),
    "lambdavariables": Function(_variable, 1, 1),
    "map": Function(_map, 2, 2),
    "reduce": Function(_reduce, 3, 3),
    "sort": Function(_sort, 2, 2),
    "toobject": Function(_to_object, 2, 3),
}
