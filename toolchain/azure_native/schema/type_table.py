"""Python types of the SDK as types of a Pulumi schema; the classes and enumerations met on the way are collected."""

import enum
import inspect
import re
import typing
from collections.abc import Awaitable, Mapping, Sequence
from typing import Any

from pulumi import Output
from pulumi import _types as sdk

Spec = dict[str, Any]

PLAIN: Mapping[Any, Spec] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
}
ANYTHING: Spec = {"$ref": "pulumi.json#/Any"}
ALWAYS = re.compile(r":param [^\n]*? (\w+): [^:]*?Expected value is '([^']*)'", re.DOTALL)
"""How the SDK's documentation says which value a member of one class of a union always has."""


class TypeTable:
    """Types by their tokens, such as azure-native:storage:Sku, as far as they have been met."""

    def __init__(self) -> None:
        self.types: dict[str, Spec] = {}

    def spec(self, kind: Any) -> Spec:  # noqa: ANN401 - any type
        """Describes a type, and all that it refers to."""
        origin = typing.get_origin(kind)
        if origin is typing.Union:
            return self._union([each for each in typing.get_args(kind) if not _is_wrapper(each)])
        if origin in (list, Sequence):
            return {"type": "array", "items": self.spec(typing.get_args(kind)[0])}
        if origin in (dict, Mapping):
            return {"type": "object", "additionalProperties": self.spec(typing.get_args(kind)[1])}
        if isinstance(kind, type) and issubclass(kind, enum.Enum):
            return self._reference(kind, kind.__name__, _enumeration)
        if isinstance(kind, type) and sdk.is_input_type(kind):
            return self._reference(kind, kind.__name__.removesuffix("Args"), self._input)
        if isinstance(kind, type) and sdk.is_output_type(kind):
            return self._reference(kind, kind.__name__, self._output)
        return dict(PLAIN.get(kind, ANYTHING))

    def members(self, types: Mapping[str, Any]) -> Spec:
        """Describes members by name."""
        return {name: self.spec(kind) for name, kind in types.items()}

    def input_members(self, arguments: type) -> tuple[Spec, list[str]]:
        """Describes the members of a class of inputs, and names those that must be given."""
        names = sdk.input_type_py_to_pulumi_names(arguments)
        types = {names.get(name, name): kind for name, kind in sdk.input_type_types(arguments).items()}
        described = self.members(types)
        for name, value in ALWAYS.findall(inspect.getdoc(arguments.__init__) or ""):  # type: ignore[misc] # its doc
            described[names.get(name, name)]["const"] = value
        return described, [names.get(name, name) for name in _without_default(arguments)]

    def _input(self, arguments: type) -> Spec:
        properties, required = self.input_members(arguments)
        return {"type": "object", "properties": properties, "required": required}

    def _output(self, answers: type) -> Spec:
        return {"type": "object", "properties": self.members(sdk.output_type_types(answers))}

    def _reference(self, kind: type, name: str, describe: Any) -> Spec:  # noqa: ANN401 - a function
        token = f"azure-native:{kind.__module__.split('.')[1]}:{name}"
        if token not in self.types:
            self.types[token] = {}  # a class may be a member of itself
            self.types[token] = describe(kind)
        return {"$ref": f"#/types/{token}"}

    def _union(self, kinds: list[Any]) -> Spec:
        specs = [self.spec(kind) for kind in kinds]
        if len(specs) == 1:
            return specs[0]
        union: Spec = {"oneOf": specs}
        if str in kinds:
            union["type"] = "string"
        members = [self.types.get(spec.get("$ref", "").removeprefix("#/types/"), {}) for spec in specs]
        always = [
            {name: each["const"] for name, each in member.get("properties", {}).items() if "const" in each}
            for member in members
        ]
        for name in always[0]:
            if all(name in values for values in always):
                mapping = {values[name]: spec["$ref"] for values, spec in zip(always, specs, strict=True)}
                union["discriminator"] = {"propertyName": name, "mapping": mapping}
        return union


def _is_wrapper(kind: Any) -> bool:  # noqa: ANN401 - any type
    return kind is type(None) or typing.get_origin(kind) in (Awaitable, Output)


def _enumeration(kind: type[enum.Enum]) -> Spec:
    plain = next((PLAIN[base] for base in kind.__mro__ if base in PLAIN), PLAIN[str])
    return {**plain, "enum": [{"name": each.name, "value": each.value} for each in kind]}


def _without_default(arguments: type) -> list[str]:
    parameters = list(inspect.signature(arguments).parameters.values())
    return [each.name for each in parameters if each.default is inspect.Parameter.empty]
