"""A template function, and what its arguments are held to."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from local_azure.deployments.language.errors import ExpressionError
from local_azure.deployments.language.scope import Scope


@dataclass(frozen=True)
class Function:
    """A template function.

    Attributes:
        call: What it does with its scope and arguments; a lazy one is given callables that evaluate them.
        least: How many arguments it needs.
        most: How many it takes; None for any number.
        is_lazy: Whether it evaluates its arguments itself.
    """

    call: Callable[[Scope, list[Any]], Any]
    least: int
    most: int | None
    is_lazy: bool = False


def text(name: str, value: object) -> str:
    """Returns an argument that has to be a text.

    Raises:
        ExpressionError: It is none.
    """
    if not isinstance(value, str):
        raise wrong(name, "String", value)
    return value


def whole(name: str, value: object) -> int:
    """Returns an argument that has to be a whole number.

    Raises:
        ExpressionError: It is none.
    """
    if not isinstance(value, int) or isinstance(value, bool):
        raise wrong(name, "Integer", value)
    return value


def truth(name: str, value: object) -> bool:
    """Returns an argument that has to be true or false.

    Raises:
        ExpressionError: It is neither.
    """
    if not isinstance(value, bool):
        raise wrong(name, "Boolean", value)
    return value


def items(name: str, value: object) -> list[Any]:
    """Returns an argument that has to be an array.

    Raises:
        ExpressionError: It is none.
    """
    if not isinstance(value, list):
        raise wrong(name, "Array", value)
    return value


def members(name: str, value: object) -> dict[str, Any]:
    """Returns an argument that has to be an object.

    Raises:
        ExpressionError: It is none.
    """
    if not isinstance(value, dict):
        raise wrong(name, "Object", value)
    return value


def wrong(name: str, expected: str, value: object) -> ExpressionError:
    """Returns the error for an argument of the wrong type."""
    return ExpressionError(
        f"The template language function '{name}' expects its parameter to be of type '{expected}'. The provided value "
        f"is of type '{type_of(value)}'. Please see https://aka.ms/arm-functions for usage details."
    )


def type_of(value: object) -> str:
    """Returns what ARM calls the type of a JSON value."""
    if value is None:
        return "Null"
    names = {bool: "Boolean", int: "Integer", float: "Float", str: "String", list: "Array", dict: "Object"}
    return names.get(type(value), "Function")
