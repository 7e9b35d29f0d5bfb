"""Inputs as the SDK has them, made into the body that Azure takes."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from catalogue.resource_types import ResourceType
from toolchain.azure_native.members import Json, drop_member, map_members, put_member


def request_body(row: ResourceType, inputs: Mapping[str, Any], resource_id: str = "") -> Json:
    """Builds the PUT body: each input where Azure has it, under Azure's name, lists of ids as `{id: {}}`.

    Args:
        row: the resource's type.
        inputs: its inputs, as the SDK has them.
        resource_id: what `$self` at the start of an id inside stands for.
    """

    def change(path: str, name: str, value: Any) -> tuple[str, Any]:  # noqa: ANN401 - JSON
        name = row.nested.get(path, name)
        if path in row.string_sets and isinstance(value, list):
            value = {entry: {} for entry in value}
        if name == "id" and isinstance(value, str) and value.startswith("$self/"):
            value = resource_id + value.removeprefix("$self")
        return name, value

    body: Json = {}
    for container in row.containers:
        put_member(body, container, {})
    for name, value in _sent(row, inputs).items():
        path = row.body_path(name)
        if path is not None and name != "id":
            put_member(body, path, map_members(value, name, change))
    return body


def request_query(row: ResourceType, inputs: Mapping[str, Any]) -> dict[str, str]:
    """Reads those inputs that are part of the URL's query, by their names there."""
    given = {parameter: inputs[name] for name, parameter in row.query.items() if name in inputs}
    return {
        parameter: str(value).lower() if isinstance(value, bool) else str(value) for parameter, value in given.items()
    }


def removed_entries(row: ResourceType, old: Mapping[str, Any], new: Mapping[str, Any]) -> Json:
    """Finds entries of string sets that an update takes away, as the body says so: `{id: null}`.

    Azure keeps an identity that a body merely leaves out.
    """
    removals: Json = {}
    before, after = request_body(row, old), request_body(row, new)
    for path in row.string_sets:
        gone = _entries(before, path) - _entries(after, path)
        if gone and _entries(after, path):
            put_member(removals, path, dict.fromkeys(sorted(gone)))
    return removals


def _sent(row: ResourceType, inputs: Mapping[str, Any]) -> Json:
    sent = deepcopy({name: value for name, value in inputs.items() if name[:2] != "__" and name != "azureApiVersion"})
    for path in row.read_only:
        if path not in row.parameters:
            drop_member(sent, path)
    return sent


def _entries(body: Json, path: str) -> set[str]:
    for name in path.split("."):
        body = body.get(name) or {}
    return set(body)
