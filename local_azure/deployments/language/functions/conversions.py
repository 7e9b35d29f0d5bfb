"""Functions from one type to another, and encodings."""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, unquote, urljoin

from local_azure.deployments.language.errors import ExpressionError
from local_azure.deployments.language.functions.function import Function, text, wrong
from local_azure.deployments.language.scope import Scope

_DEEPEST = 100
_WHOLE = re.compile(r"\s*[+-]?\d{1,18}\s*")
_TRUE, _FALSE = ("true", "1"), ("false", "0")


def as_text(value: object) -> str:
    """Returns a value as ``string`` and ``concat`` write it: a text as it is, true as ``True``, others as JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value)
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _bool(_: Scope, arguments: list[Any]) -> bool:
    value = arguments[0]
    if isinstance(value, bool):
        return value
    if isinstance(value, str | int) and str(value).lower() in (*_TRUE, *_FALSE):
        return str(value).lower() in _TRUE
    raise wrong("bool", "Boolean", value)


def _int(_: Scope, arguments: list[Any]) -> int:
    value = arguments[0]
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and _WHOLE.fullmatch(value):
        return int(value)
    raise wrong("int", "Integer", value)


def _json(scope: Scope, arguments: list[Any]) -> Any:  # noqa: ANN401 -- any JSON value
    try:
        value = json.loads(text("json", arguments[0]))
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()  # what can't be sent isn't taken either
    except (ValueError, RecursionError) as error:
        raise ExpressionError(
            "The template language function 'json' expects a JSON document; its parameter is none. Please see "
            "https://aka.ms/arm-functions for usage details."
        ) from error
    _check_depth(value, 0)
    scope.budget.charge(value)
    return value


def _check_depth(value: object, depth: int) -> None:
    if depth > _DEEPEST:
        raise ExpressionError(f"The JSON document is nested deeper than '{_DEEPEST}' levels.")
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inner:
        _check_depth(each, depth + 1)


def _string(_: Scope, arguments: list[Any]) -> str:
    return as_text(arguments[0])


def _base64(_: Scope, arguments: list[Any]) -> str:
    return base64.b64encode(text("base64", arguments[0]).encode()).decode()


def _from_base64(_: Scope, arguments: list[Any]) -> str:
    try:
        return base64.b64decode(text("base64ToString", arguments[0]), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError) as error:
        raise wrong("base64ToString", "a text in base64", arguments[0]) from error


def _base64_json(scope: Scope, arguments: list[Any]) -> Any:  # noqa: ANN401 -- any JSON value
    return _json(scope, [_from_base64(scope, arguments)])


def _uri(_: Scope, arguments: list[Any]) -> str:
    return urljoin(text("uri", arguments[0]), text("uri", arguments[1]))


def _data_uri(_: Scope, arguments: list[Any]) -> str:
    content = base64.b64encode(as_text(arguments[0]).encode()).decode()
    return f"data:text/plain;charset=utf8;base64,{content}"


CONVERSIONS: Mapping[str, Function] = {
    "base64": Function(_base64, 1, 1),
    "base64tojson": Function(_base64_json, 1, 1),
    "base64tostring": Function(_from_base64, 1, 1),
    "bool": Function(_bool, 1, 1),
    "datauri": Function(_data_uri, 1, 1),
    "int": Function(_int, 1, 1),
    "json": Function(_json, 1, 1),
    "string": Function(_string, 1, 1),
    "uri": Function(_uri, 2, 2),
    "uricomponent": Function(lambda _, arguments: quote(text("uriComponent", arguments[0]), safe="!'()*-._~"), 1, 1),
    "uricomponenttostring": Function(lambda _, arguments: unquote(text("uriComponentToString", arguments[0])), 1, 1),
}
