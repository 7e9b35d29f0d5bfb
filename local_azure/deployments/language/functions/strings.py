"""Functions on texts."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from local_azure.deployments.language.errors import ExpressionError
from local_azure.deployments.language.functions.conversions import as_text
from local_azure.deployments.language.functions.function import Function, items, text, whole, wrong
from local_azure.deployments.language.scope import Scope

_PLACE = re.compile(r"\{\{|\}\}|\{(\d+)(?::([^{}]*))?\}")
_WIDEST = 131_072


def _concat(_: Scope, arguments: list[Any]) -> str | list[Any]:
    if all(isinstance(each, list) for each in arguments):
        return [one for each in arguments for one in each]
    if any(isinstance(each, list | dict) for each in arguments):
        raise ExpressionError(
            "The provided parameters for language function 'concat' are invalid. Either all or none of the parameters "
            "must be an array. Please see https://aka.ms/arm-functions for usage details."
        )
    return "".join(as_text(each) for each in arguments)


def _format(_: Scope, arguments: list[Any]) -> str:
    pattern, values = text("format", arguments[0]), arguments[1:]

    def filled(match: re.Match[str]) -> str:
        if match[1] is None:
            return match[0][0]
        if int(match[1]) >= len(values):
            raise ExpressionError(
                f"Unable to evaluate template language function 'format': the format string '{pattern}' names value "
                f"{match[1]}, and {len(values)} are given."
            )
        return _formatted(values[int(match[1])], match[2] or "")

    return _PLACE.sub(filled, pattern)


def _formatted(value: object, form: str) -> str:
    match = re.fullmatch(r"([DdXx])(\d{0,2})", form)
    if not form or match is None or not isinstance(value, int):
        return as_text(value)
    digits = f"{value:X}" if match[1] == "X" else f"{value:x}" if match[1] == "x" else str(value)
    return digits.rjust(int(match[2] or 0), "0")


def _replace(scope: Scope, arguments: list[Any]) -> str:
    whole_text, old, new = (text("replace", each) for each in arguments)
    if not old:
        raise ExpressionError("The template language function 'replace' expects a text to replace that isn't empty.")
    scope.budget.take(whole_text.count(old) * len(new))
    return whole_text.replace(old, new)


def _split(_: Scope, arguments: list[Any]) -> list[str]:
    delimiters = [arguments[1]] if isinstance(arguments[1], str) else items("split", arguments[1])
    pattern = "|".join(re.escape(text("split", each)) for each in delimiters)
    return re.split(pattern, text("split", arguments[0])) if pattern else [text("split", arguments[0])]


def _substring(_: Scope, arguments: list[Any]) -> str:
    value, start = text("substring", arguments[0]), whole("substring", arguments[1])
    length = whole("substring", arguments[2]) if len(arguments) > 2 else len(value) - start
    if start < 0 or length < 0 or start + length > len(value):
        raise ExpressionError(
            "Unable to evaluate template language function 'substring': the index and length parameters must refer to "
            f"a location within the string. The index parameter: '{start}', the length parameter: '{length}', the "
            f"length of the string parameter: '{len(value)}'. Please see https://aka.ms/arm-functions for usage "
            "details."
        )
    return value[start : start + length]


def _pad_left(_: Scope, arguments: list[Any]) -> str:
    width, filler = whole("padLeft", arguments[1]), arguments[2] if len(arguments) > 2 else " "
    if not 0 <= width <= _WIDEST or not isinstance(filler, str) or len(filler) != 1:
        raise wrong("padLeft", "a length up to 131072 and one character", filler)
    return as_text(arguments[0]).rjust(width, filler)


def _join(_: Scope, arguments: list[Any]) -> str:
    return text("join", arguments[1]).join(as_text(each) for each in items("join", arguments[0]))


def _trim(_: Scope, arguments: list[Any]) -> str:
    return text("trim", arguments[0]).strip()


def _on_texts(name: str, call: Callable[..., Any]) -> Callable[[Scope, list[Any]], Any]:
    return lambda _, arguments: call(*(text(name, each) for each in arguments))


STRINGS: Mapping[str, Function] = {
    "concat": Function(_concat, 1, None),
    "endswith": Function(_on_texts("endsWith", lambda value, end: value.lower().endswith(end.lower())), 2, 2),
    "format": Function(_format, 1, None),
    "join": Function(_join, 2, 2),
    "padleft": Function(_pad_left, 2, 3),
    "replace": Function(_replace, 3, 3),
    "split": Function(_split, 2, 2),
    "startswith": Function(_on_texts("startsWith", lambda value, start: value.lower().startswith(start.lower())), 2, 2),
    "substring": Function(_substring, 2, 3),
    "tolower": Function(_on_texts("toLower", str.lower), 1, 1),
    "toupper": Function(_on_texts("toUpper", str.upper), 1, 1),
    "trim": Function(_trim, 1, 1),
}
