"""The functions of template expressions that depend on their arguments alone."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from local_azure.json_types import JsonValue

Function = Callable[..., JsonValue]


def _same(left: JsonValue, right: JsonValue) -> bool:
    return bool(left.lower() == right.lower() if isinstance(left, str) and isinstance(right, str) else left == right)


def _contains(container: JsonValue, wanted: JsonValue) -> bool:
    if isinstance(container, str):
        return str(wanted).lower() in container.lower()
    if isinstance(container, dict):
        return any(_same(name, wanted) for name in container)
    return any(_same(each, wanted) for each in container or ())


def _concat(*parts: JsonValue) -> JsonValue:
    if parts and all(isinstance(part, list) for part in parts):
        return [each for part in parts for each in part]
    return "".join(_text(part) for part in parts)


def _text(value: JsonValue) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _split(text: str, by: str | list[str]) -> list[str]:
    parts = [text]
    for each in [by] if isinstance(by, str) else by:
        parts = [piece for part in parts for piece in part.split(each)]
    return parts


def _intersection(first: JsonValue, *others: JsonValue) -> JsonValue:
    if isinstance(first, dict):
        return {name: value for name, value in first.items() if all(other.get(name) == value for other in others)}
    return [each for each in first if all(each in other for other in others)]


def _union(*parts: JsonValue) -> JsonValue:
    if parts and isinstance(parts[0], dict):
        return {name: value for part in parts for name, value in part.items()}
    found: list[JsonValue] = []
    for each in (each for part in parts for each in part):
        if each not in found:
            found.append(each)
    return found


def _coalesce(*values: JsonValue) -> JsonValue:
    return next((value for value in values if value is not None), None)


FUNCTIONS: Mapping[str, Function] = MappingProxyType(
    {
        "add": lambda left, right: left + right,
        "and": lambda *values: all(values),
        "bool": lambda value: _text(value).lower() in ("true", "1"),
        "coalesce": _coalesce,
        "concat": _concat,
        "contains": _contains,
        "createarray": lambda *values: list(values),
        "empty": lambda value: not value,
        "endswith": lambda text, end: text.lower().endswith(end.lower()),
        "equals": _same,
        "false": lambda: False,
        "first": lambda values: values[0] if values else None,
        "greater": lambda left, right: left > right,
        "greaterorequals": lambda left, right: left >= right,
        "int": int,
        "intersection": _intersection,
        "join": lambda values, by: by.join(map(_text, values)),
        "last": lambda values: values[-1] if values else None,
        "length": lambda value: len(value or ()),
        "less": lambda left, right: left < right,
        "lessorequals": lambda left, right: left <= right,
        "max": lambda *values: max(values[0] if isinstance(values[0], list) else values),
        "min": lambda *values: min(values[0] if isinstance(values[0], list) else values),
        "not": lambda value: not value,
        "or": lambda *values: any(values),
        "replace": lambda text, old, new: text.replace(old, new),
        "split": _split,
        "startswith": lambda text, start: text.lower().startswith(start.lower()),
        "string": _text,
        "sub": lambda left, right: left - right,
        "substring": lambda text, start, length=None: text[start:][:length],
        "tolower": lambda text: text.lower(),
        "toupper": lambda text: text.upper(),
        "trim": lambda text: text.strip(),
        "true": lambda: True,
        "union": _union,
    }
)
# Those that ask about the request and are answered where a rule is evaluated.
OF_REQUEST = frozenset({"current", "field", "if", "parameters", "resourcegroup", "subscription", "utcnow"})
