"""Keeps of a value what the package's schema knows: members that Azure has and the SDK has not are no inputs."""

from collections.abc import Mapping
from typing import Any

from toolchain.azure_native.members import Json

Spec = Mapping[str, Any]
OWN_TYPES = "#/types/"


def modelled_inputs(schema: Spec, token: str, inputs: Mapping[str, Any]) -> Json:
    """Leaves out what a program could not say: inputs and members that the schema of a resource hasn't."""
    properties = schema["resources"].get(f"azure-native:{token}", {}).get("inputProperties")
    if properties is None:
        return dict(inputs)
    return {name: _kept(schema, properties[name], value) for name, value in inputs.items() if name in properties}


def _kept(schema: Spec, kind: Spec, value: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, list):
        return [_kept(schema, kind.get("items", {}), element) for element in value]
    if not isinstance(value, Mapping):
        return value
    chosen = _chosen(kind, value)
    members = schema["types"].get(chosen.get("$ref", "").removeprefix(OWN_TYPES), {}).get("properties")
    if members is not None:
        return {name: _kept(schema, members[name], member) for name, member in value.items() if name in members}
    inner = chosen.get("additionalProperties", {})
    return {name: _kept(schema, inner, member) for name, member in value.items()}


def _chosen(kind: Spec, value: Mapping[str, Any]) -> Spec:
    """Finds which of several types a value says that it is of; anything where it doesn't say."""
    if "oneOf" not in kind:
        return kind
    teller = kind.get("discriminator", {})
    named = teller.get("mapping", {}).get(value.get(teller.get("propertyName")))
    return {"$ref": named} if named else {}
