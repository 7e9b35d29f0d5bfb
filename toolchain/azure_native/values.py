"""Property values as the protocol carries them, and back: unknown values marked, whole numbers whole."""

from collections.abc import Mapping
from typing import Any

from google.protobuf.struct_pb2 import Struct, Value

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""What the engine sends, and takes, for a value not known before the update (pulumi.runtime.rpc.UNKNOWN, 3.230.0)."""

Properties = dict[str, Any]
"""Property values by name, as JSON has them."""


def from_struct(struct: Struct) -> Properties:
    """Reads a message's properties; nulls are left out, at any depth."""
    return {name: _read(value) for name, value in struct.fields.items() if not _is_null(value)}


def to_struct(properties: Mapping[str, Any]) -> Struct:
    """Writes properties as a message."""
    struct = Struct()
    struct.update(without_nulls(properties))
    return struct


def without_nulls(value: Any) -> Any:  # noqa: ANN401 - JSON
    """Leaves out members that are null, at any depth."""
    if isinstance(value, Mapping):
        return {name: without_nulls(member) for name, member in value.items() if member is not None}
    if isinstance(value, list):
        return [without_nulls(element) for element in value]
    return value


def has_unknown(value: Any) -> bool:  # noqa: ANN401 - JSON
    """Says whether a value is unknown or has an unknown one inside."""
    if isinstance(value, Mapping):
        return any(has_unknown(member) for member in value.values())
    if isinstance(value, list):
        return any(has_unknown(element) for element in value)
    return bool(value == UNKNOWN)


def _read(value: Value) -> Any:  # noqa: ANN401 - JSON
    kind = value.WhichOneof("kind")
    if kind == "struct_value":
        return from_struct(value.struct_value)
    if kind == "list_value":
        return [_read(element) for element in value.list_value.values]
    if kind == "number_value":
        # The protocol has floating-point numbers only; Azure refuses 90.0 for a whole number.
        return int(value.number_value) if value.number_value.is_integer() else value.number_value
    return getattr(value, kind) if kind and kind != "null_value" else None


def _is_null(value: Value) -> bool:
    return value.WhichOneof("kind") in (None, "null_value")
