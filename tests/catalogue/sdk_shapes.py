"""What the classes of the installed SDK say of a resource's members: by path, `[]` for each element of a list."""

import importlib
import sys
import typing
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from pulumi import _types as sdk

Members = dict[str, list[Any]]
"""Types of a member in each of the classes that may stand there, by the member's name."""


def response_only(token: str) -> list[str]:
    """Paths of nested members that answers have and inputs have not."""
    inputs, outputs = _resource_members(token)
    found: list[str] = []
    for name in inputs.keys() & outputs.keys():
        _compare(inputs[name], outputs[name], name, found, ())
    return found


def input_members(token: str) -> Iterator[tuple[str, type, str]]:
    """Each nested input: its path, the SDK's class that it is a member of, and its name there."""
    for name, types in _resource_members(token)[0].items():
        for inner, suffix in _classes(types, sdk.is_input_type):
            yield from _below(inner, name + suffix, ())


@cache
def _resource_members(token: str) -> tuple[Members, Members]:
    module_name, _, class_name = token.partition(":")
    resource = getattr(importlib.import_module(f"pulumi_azure_native.{module_name}"), class_name)
    declared = vars(sys.modules[resource.__module__])
    arguments = declared.get(f"{class_name}InitArgs") or declared[f"{class_name}Args"]
    outputs = {name: [kind] for name, kind in sdk.resource_types(resource).items()}
    return _merged([_input_members(arguments)]), outputs


def _below(inner: type, path: str, above: tuple[type, ...]) -> Iterator[tuple[str, type, str]]:
    if inner in above:
        return
    for name, kind in _input_members(inner).items():
        yield f"{path}.{name}", inner, name
        for deeper, suffix in _classes([kind], sdk.is_input_type):
            yield from _below(deeper, f"{path}.{name}{suffix}", (*above, inner))


def _compare(inputs: list[Any], outputs: list[Any], path: str, found: list[str], above: tuple[str, ...]) -> None:
    arguments = _classes(inputs, sdk.is_input_type)
    answers = _classes(outputs, sdk.is_output_type) or [(_response_of(kind), suffix) for kind, suffix in arguments]
    for suffix in dict.fromkeys(suffix for _, suffix in arguments):
        given = [kind for kind, at in arguments if at == suffix]
        answered = [kind for kind, at in answers if at == suffix and kind is not None]
        key = ",".join(kind.__name__ for kind in given)
        if not answered or key in above:
            continue
        inner = _merged([_input_members(kind) for kind in given])
        for name, types in _merged([dict(sdk.output_type_types(kind)) for kind in answered]).items():
            if name in inner:
                _compare(inner[name], types, f"{path}{suffix}.{name}", found, (*above, key))
            else:
                found.append(f"{path}{suffix}.{name}")


def _response_of(arguments: type) -> type | None:
    """The SDK types a union's answer as anything; its classes are named like those of the inputs."""
    module = importlib.import_module(arguments.__module__.replace("._inputs", ".outputs"))
    found: type | None = getattr(module, arguments.__name__.removesuffix("Args") + "Response", None)
    return found


def _classes(types: list[Any], wanted: Callable[[Any], bool]) -> list[tuple[type, str]]:
    found = [pair for kind in types for pair in _classes_of(kind, wanted)]
    return list(dict.fromkeys(found))


def _classes_of(kind: Any, wanted: Callable[[Any], bool]) -> list[tuple[type, str]]:  # noqa: ANN401 - any type
    origin = typing.get_origin(kind)
    if origin is None:
        return [(kind, "")] if isinstance(kind, type) and wanted(kind) else []
    within = {"list": "[]", "Sequence": "[]", "dict": "{}", "Mapping": "{}"}.get(getattr(origin, "__name__", ""), "")
    return [
        (inner, within + suffix)
        for argument in typing.get_args(kind)
        for inner, suffix in _classes_of(argument, wanted)
    ]


def _input_members(arguments: type) -> dict[str, Any]:
    names = sdk.input_type_py_to_pulumi_names(arguments)
    return {names.get(name, name): kind for name, kind in sdk.input_type_types(arguments).items()}


def _merged(members: list[dict[str, Any]]) -> Members:
    merged: Members = {}
    for each in members:
        for name, kind in each.items():
            merged.setdefault(name, []).append(kind)
    return merged
