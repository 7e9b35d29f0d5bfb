"""Inputs as the SDK has them, made into the body that Azure takes."""

from collections.abc import Mapping
from typing import Any

from catalogue.resource_types import ResourceType
from toolchain.azure_native.members import Json, map_members, put_member


def request_body(row: ResourceType, inputs: Mapping[str, Any]) -> Json:
    """Builds the PUT body: each input where Azure has it, under Azure's name, lists of ids as `{id: {}}`."""

    def change(path: str, name: str, value: Any) -> tuple[str, Any]:  # noqa: ANN401 - JSON
        name = row.nested.get(path, name)
        if path in row.string_sets and isinstance(value, list):
            value = {entry: {} for entry in value}
        return name, value

    body: Json = {}
    for name, value in inputs.items():
        path = None if name.startswith("__") or name == "azureApiVersion" else row.body_path(name)
        if path is None or name == "id":
            continue
        put_member(body, path, map_members(value, name, change))
    return body


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


def _entries(body: Json, path: str) -> set[str]:
    for name in path.split("."):
        body = body.get(name) or {}
    return set(body)
