"""Names members of typed objects as in Python, by the package's schema; keys of maps stay as they are."""

from collections.abc import Mapping
from typing import Any

from toolchain.language_host.generated_code.declarations import Call
from toolchain.language_host.generated_code.python_names import python_name

Spec = Mapping[str, Any]
OWN_TYPES = "#/types/"


def with_python_names(schema: Spec, token: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Renames what is inside the inputs of a resource; their own names are left to whoever writes them."""
    properties = schema.get("resources", {}).get(token, {}).get("inputProperties", {})
    return {name: _named(schema, properties.get(name, {}), value) for name, value in inputs.items()}


def _named(schema: Spec, kind: Spec, value: Any) -> Any:  # noqa: ANN401 - any value of the language
    if isinstance(value, Call):
        return Call(value.name, tuple(_named(schema, kind, argument) for argument in value.arguments))
    if isinstance(value, list):
        return [_named(schema, kind.get("items", {}), element) for element in value]
    if not isinstance(value, Mapping):
        return value
    properties = _object_type(schema, kind, value).get("properties")
    if properties is None:
        inner = kind.get("additionalProperties", {})
        return {name: _named(schema, inner, member) for name, member in value.items()}
    return {python_name(name): _named(schema, properties.get(name, {}), member) for name, member in value.items()}


def _object_type(schema: Spec, kind: Spec, value: Mapping[str, Any]) -> Spec:
    """Finds the type that an object is of; of several, the one that it names or that has all its members."""
    discriminator = kind.get("discriminator", {})
    chosen = discriminator.get("mapping", {}).get(value.get(discriminator.get("propertyName")))
    references = [chosen] if chosen else [each.get("$ref", "") for each in (kind, *kind.get("oneOf", ()))]
    types = [schema.get("types", {}).get(each.removeprefix(OWN_TYPES), {}) for each in references if each]
    fitting = (each for each in types if set(value) <= set(each.get("properties", ())))
    return next(fitting, types[0] if len(types) == 1 else {})
