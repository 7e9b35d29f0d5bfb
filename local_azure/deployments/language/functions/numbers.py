"""Functions on whole numbers."""

from collections.abc import Callable, Mapping
from typing import Any

from local_azure.deployments.language.errors import ExpressionError
from local_azure.deployments.language.functions.function import Function, whole
from local_azure.deployments.language.scope import Scope

_LARGEST = 2**63 - 1


def _two(name: str, call: Callable[[int, int], int]) -> Function:
    def called(_: Scope, arguments: list[Any]) -> int:
        result = call(whole(name, arguments[0]), whole(name, arguments[1]))
        if abs(result) > _LARGEST:
            raise ExpressionError(f"The template language function '{name}' gives a number of more than 64 bits.")
        return result

    return Function(called, 2, 2)


def _divided(first: int, second: int) -> int:
    if second == 0:
        raise ExpressionError("The template language function 'div' expects a divisor that isn't zero.")
    quotient = abs(first) // abs(second)
    return quotient if (first < 0) == (second < 0) else -quotient


def _remainder(first: int, second: int) -> int:
    return first - _divided(first, second) * second


def _chosen(name: str, choose: Callable[[list[int]], int]) -> Function:
    def called(_: Scope, arguments: list[Any]) -> int:
        numbers = arguments[0] if len(arguments) == 1 and isinstance(arguments[0], list) else arguments
        if not numbers:
            raise ExpressionError(f"The template language function '{name}' expects at least one number.")
        return choose([whole(name, each) for each in numbers])

    return Function(called, 1, None)


NUMBERS: Mapping[str, Function] = {
    "add": _two("add", lambda first, second: first + second),
    "div": _two("div", _divided),
    "max": _chosen("max", max),
    "min": _chosen("min", min),
    "mod": _two("mod", _remainder),
    "mul": _two("mul", lambda first, second: first * second),
    "sub": _two("sub", lambda first, second: first - second),
}
