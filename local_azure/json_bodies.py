"""The JSON of requests, read so strictly that whatever is taken can be kept and answered again."""

import json
from typing import Final, Never

from local_azure.json_types import JsonValue

DEEPEST: Final = 64
"""How deep a body may nest: the default of the reader that .NET services use (Newtonsoft.Json 13, MaxDepth)."""


def read_json(content: bytes) -> JsonValue:
    """Returns the value of a body.

    Raises:
        ValueError: It is no JSON (RFC 8259: no NaN, no half of a surrogate pair), or too deep; says which.
    """
    try:
        value = json.loads(content, parse_constant=_no_number)
        if _is_too_deep(value):
            raise _too_deep()
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()  # what can't be answered isn't taken either
    except RecursionError as error:
        raise _too_deep() from error
    return value


def _no_number(text: str) -> Never:
    raise ValueError(f"{text} is no number of JSON")


def _too_deep() -> ValueError:
    return ValueError(f"The reader's MaxDepth of {DEEPEST} has been exceeded.")


def _is_too_deep(value: object) -> bool:
    level = [value]
    for _ in range(DEEPEST):
        level = [inner for each in level for inner in _inside(each) if isinstance(inner, dict | list)]
    return bool(level)


def _inside(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
