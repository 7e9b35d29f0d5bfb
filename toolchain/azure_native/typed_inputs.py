"""Checks what is inside the inputs against the package's schema: what is missing, and what is of another type."""

from collections.abc import Iterator, Mapping
from typing import Any

from toolchain.azure_native.values import UNKNOWN

Spec = Mapping[str, Any]
OWN_TYPES = "#/types/"
WHOLE = 1e-9  # how near to a whole number a number counts as one; source: provider/provider.go


def member_failures(schema: Spec, token: str, inputs: Mapping[str, Any]) -> list[str]:
    """Says what is wrong inside the inputs of a resource, in the official provider's words.

    Unknown values, booleans, values of enumerations, members that the schema hasn't and objects of several possible
    shapes are not looked at (pulumi-azure-native provider/provider.go: validateType, validateProperty).
    """
    properties = schema["resources"].get(f"azure-native:{token}", {}).get("inputProperties", {})
    return [reason for name, kind in properties.items() for reason in _failures(schema, kind, inputs.get(name), name)]


def _failures(schema: Spec, kind: Spec, value: Any, path: str) -> Iterator[str]:  # noqa: ANN401 - JSON
    described = schema["types"].get(kind.get("$ref", "").removeprefix(OWN_TYPES), kind)
    if value is None or value == UNKNOWN or "$ref" in described:
        return
    expected = described.get("type", "object")
    if isinstance(value, Mapping):
        yield from _object_failures(schema, described, value, path)
    elif isinstance(value, list):
        if expected != "array":
            yield f"'{path}' should be of type '{expected}' but got an array"
            return
        for index, element in enumerate(value):
            yield from _failures(schema, described["items"], element, f"{path}[{index}]")
    elif isinstance(value, str) and expected != "string":
        yield f"'{path}' should be of type '{expected}' but got a string"
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield from _number_failures(expected, value, path)


def _object_failures(schema: Spec, described: Spec, value: Mapping[str, Any], path: str) -> Iterator[str]:
    for name in described.get("required", ()):
        if value.get(name) is None:
            yield f"missing required property '{path}.{name}'"
    for name, kind in described.get("properties", {}).items():
        yield from _failures(schema, kind, value.get(name), f"{path}.{name}")


def _number_failures(expected: str, value: float, path: str) -> Iterator[str]:
    if expected not in ("number", "integer"):
        yield f"'{path}' should be of type '{expected}' but got a number"
    elif expected == "integer" and WHOLE < abs(value) % 1 < 1 - WHOLE:
        yield f"'{path}' must be an integer but got {value:f}"
