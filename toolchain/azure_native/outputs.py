"""Answers of Azure made into the outputs of the SDK, and those into the inputs that would give them."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from catalogue.resource_types import ResourceType
from toolchain.azure_native.members import Json, drop_member, escaped, get_member, put_member
from toolchain.azure_native.values import UNKNOWN, without_nulls

RESPONSE_ONLY = ("id", "name", "type", "etag", "systemData", "azureApiVersion")
"""Members of every answer that no body has."""


def response_outputs(row: ResourceType, response: Mapping[str, Any]) -> Json:
    """Turns Azure's answer into the resource's state: SDK names, `properties` flattened as in the SDK, no nulls.

    All members of the answer are kept, also ones that the SDK's class does not have; the id is not among them.
    """
    names = {path: name for name, path in row.body.items()}
    outputs: Json = {}
    for member, value in response.items():
        if member == "properties" and row.properties == "flattened" and isinstance(value, Mapping):
            for inner, inner_value in value.items():
                name = names.get(f"properties.{inner}", row.output_names.get(inner, inner[:1].lower() + inner[1:]))
                # The envelope's own member wins over one of the same name inside.
                if name not in response:
                    outputs[name] = inner_value
        elif member != "id":
            outputs[names.get(member, member)] = value
    renamed = {name: _sdk_names(row, name, value) for name, value in outputs.items()}
    return dict(without_nulls({**renamed, "azureApiVersion": row.api_version}))


def as_inputs(row: ResourceType, outputs: Mapping[str, Any]) -> Json:
    """Projects a state to the shape of inputs: without what only answers have, lists of ids as lists again."""
    inputs = deepcopy(
        {
            name: value
            for name, value in outputs.items()
            if (name not in RESPONSE_ONLY or name in row.body) and name not in row.outputs and name[:2] != "__"
        }
    )
    for path in row.read_only:
        drop_member(inputs, path)
    for path in row.string_sets:
        entries = get_member(inputs, path)
        if isinstance(entries, Mapping):
            put_member(inputs, path, sorted(entries))
    return inputs


def maintained_inputs(row: ResourceType) -> list[str]:
    """Names the inputs that other resources may maintain instead, as dotted paths."""
    names = {path: name for name, path in row.body.items()}
    flattened = "properties." if row.properties == "flattened" else ""
    return [names.get(member, member.removeprefix(flattened)) for member in row.kept_members]


def previewed_outputs(row: ResourceType, inputs: Mapping[str, Any]) -> Json:
    """Foretells the state that inputs will give: the inputs, and unknown for all that Azure will add."""
    outputs = deepcopy(
        {name: value for name, value in inputs.items() if name not in row.parameters and name[:2] != "__"}
    )
    for name in (*row.outputs, "type"):
        outputs.setdefault(name, UNKNOWN)
    for path in (*row.read_only, *row.string_sets):
        parent = get_member(outputs, path.rpartition(".")[0])
        if isinstance(parent, Mapping):
            put_member(outputs, path, UNKNOWN)
    outputs["name"] = UNKNOWN  # an answer's member, whatever input it comes from
    outputs["azureApiVersion"] = row.api_version
    return outputs


def _sdk_names(row: ResourceType, name: str, value: Any) -> Any:  # noqa: ANN401 - JSON
    """Renames nested members back; the table's paths are in SDK names, so it goes from the outside in."""
    names: dict[
        str, dict[str, str]
    ] = {}  # by owner: ARM's name of a member (dotted when moved inside another), the SDK's
    for path, arm_name in row.nested.items():
        owner, _, sdk_name = path.rpartition(".")
        names.setdefault(owner, {})[arm_name] = sdk_name
    return _renamed(value, name, names)


def _renamed(value: Any, path: str, names: Mapping[str, Mapping[str, str]]) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, list):
        return [_renamed(element, f"{path}[]", names) for element in value]
    if not isinstance(value, Mapping):
        return value
    own = names.get(path, {})
    rebuilt: Json = {}
    for member, inner in value.items():
        moved = {to: get_member(value, to) for to in own if to.startswith(f"{member}.")}
        if moved:
            for to, found in moved.items():
                if found is not None:
                    rebuilt[own[to]] = _renamed(found, f"{path}.{own[to]}", names)
            rebuilt |= _left_over(inner, member, own, rebuilt)
        else:
            name = own.get(escaped(member), member)
            rebuilt[name] = _renamed(inner, f"{path}.{name}", names)
    return rebuilt


def _left_over(inner: Any, member: str, own: Mapping[str, str], taken: Mapping[str, Any]) -> Json:  # noqa: ANN401 - JSON
    """Finds what else stands in `properties` that the SDK flattens: members that only answers have."""
    if member != "properties" or not isinstance(inner, Mapping):
        return {}
    return {name: value for name, value in inner.items() if f"{member}.{name}" not in own and name not in taken}
