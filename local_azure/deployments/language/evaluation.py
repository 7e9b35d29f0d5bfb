"""Evaluates the syntax of an expression: functions by the table, members without regard to case, as ARM does."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from local_azure.deployments.language.errors import ExpressionError, NotHereError
from local_azure.deployments.language.functions import FUNCTIONS, NOT_HERE
from local_azure.deployments.language.functions.function import Function
from local_azure.deployments.language.functions.known import listing
from local_azure.deployments.language.functions.lambdas import LAMBDAS
from local_azure.deployments.language.scope import Scope
from local_azure.deployments.language.syntax import Access, Call, Constant, Node


def evaluate(node: Node, scope: Scope) -> Any:  # noqa: ANN401 -- any JSON value
    """Returns the value of an expression.

    Raises:
        ExpressionError: It has none, in ARM's words.
        UnknownYetError: It asks for something that ``scope.known`` doesn't have yet.
    """
    scope.budget.take(1)
    if isinstance(node, Constant):
        return node.value
    if isinstance(node, Access):
        return _accessed(node, scope)
    if node.name.lower() == "lambda":
        return _lambda(node, scope)
    function = FUNCTIONS.get(node.name.lower()) or listing(node.name)
    if function is None and node.name.lower() in NOT_HERE:
        raise NotHereError(f"the template function '{node.name}'")
    if function is None:
        raise ExpressionError(
            f"The template function '{node.name}' is not valid. "
            "Please see https://aka.ms/arm-functions for usage details."
        )
    _check_count(node, function)
    if function.is_lazy:
        return function.call(scope, [partial(evaluate, argument, scope) for argument in node.arguments])
    arguments = [evaluate(argument, scope) for argument in node.arguments]
    if node.name.lower() not in LAMBDAS and any(callable(each) for each in arguments):
        raise ExpressionError(f"The template function '{node.name}' takes no lambda.")
    scope.budget.charge([each for each in arguments if not callable(each)])
    return _called(node, function, scope, arguments)


def member(value: object, key: object) -> Any:  # noqa: ANN401 -- any JSON value
    """Returns a member or an element of a value; names compare without regard to case.

    Raises:
        ExpressionError: There is none.
    """
    if isinstance(value, dict) and isinstance(key, str):
        for name, each in value.items():
            if name.lower() == key.lower():
                return each
        available = ", ".join(value)
        raise ExpressionError(
            f"The language expression property '{key}' doesn't exist, available properties are '{available}'."
        )
    if isinstance(value, list) and isinstance(key, int):
        if not 0 <= key < len(value):
            raise ExpressionError(f"The language expression property array index '{key}' is out of bounds.")
        return value[key]
    raise ExpressionError(f"The language expression property '{key}' can't be evaluated on a value without members.")


@dataclass(frozen=True)
class Lambda:
    """A function that a template writes itself: given to map, filter, sort, reduce and toObject."""

    names: tuple[str, ...]
    body: Node
    scope: Scope

    def __call__(self, *values: object) -> Any:  # noqa: ANN401 -- any JSON value
        """Returns the body's value with these values of its variables; what is too many is left out."""
        bound = {name.lower(): value for name, value in zip(self.names, values, strict=False)}
        made = evaluate(self.body, replace(self.scope, locals={**self.scope.locals, **bound}))
        if callable(made):
            raise ExpressionError("A lambda can't give a lambda.")
        return made


def _accessed(node: Access, scope: Scope) -> Any:  # noqa: ANN401 -- any JSON value
    value = evaluate(node.value, scope)
    key = evaluate(node.key, scope)
    if node.is_safe and (value is None or not _has(value, key)):
        return None
    return member(value, key)


def _has(value: object, key: object) -> bool:
    try:
        member(value, key)
    except ExpressionError:
        return False
    return True


def _lambda(node: Call, scope: Scope) -> Lambda:
    *names, body = node.arguments or (Constant(""),)
    texts = [each.value for each in names if isinstance(each, Constant) and isinstance(each.value, str)]
    if len(texts) != len(node.arguments) - 1:
        raise ExpressionError("The template function 'lambda' expects names of variables and an expression.")
    return Lambda(tuple(texts), body, scope)


def _check_count(node: Call, function: Function) -> None:
    count = len(node.arguments)
    if count < function.least or (function.most is not None and count > function.most):
        wanted = f"at least {function.least}" if function.most is None else f"{function.least} to {function.most}"
        raise ExpressionError(
            f"Unable to evaluate template language function '{node.name}': function requires {wanted} argument(s) "
            f"while {count} were provided. Please see https://aka.ms/arm-functions for usage details."
        )


def _called(node: Call, function: Function, scope: Scope, arguments: list[Any]) -> Any:  # noqa: ANN401 -- any JSON value
    call: Callable[[Scope, list[Any]], Any] = function.call
    try:
        return call(scope, arguments)
    except ExpressionError:
        raise
    except (TypeError, ValueError, OverflowError, RecursionError) as error:
        raise ExpressionError(
            f"Unable to evaluate template language function '{node.name}': the arguments' types or sizes don't fit it. "
            "Please see https://aka.ms/arm-functions for usage details."
        ) from error
