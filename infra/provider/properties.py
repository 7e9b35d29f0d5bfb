"""Property values between Pulumi's messages and plain Python."""

from collections.abc import Mapping
from typing import Any, Final

from google.protobuf import struct_pb2

from infra.provider.own_resource import UNKNOWN, Properties, Unknown

UNKNOWN_TEXTS: Final = frozenset(
    {
        "04da6b54-80e4-46f7-96ec-b56ff0331ba9",  # string
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",  # bool
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",  # number
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",  # array
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",  # object
    }
)
"""How Pulumi writes values that aren't known yet (pulumi sdk/go/common/resource/plugin/rpc.go, v3.230.0)."""
_UNKNOWN_TEXT: Final = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


def from_struct(message: struct_pb2.Struct) -> dict[str, Any]:
    """Reads properties; nulls are left out, unknown values become UNKNOWN."""
    members = {name: _from_value(value) for name, value in message.fields.items()}
    return {name: value for name, value in members.items() if value is not None}


def to_struct(properties: Properties) -> struct_pb2.Struct:
    """Writes properties; nulls are left out."""
    message = struct_pb2.Struct()
    for name, value in properties.items():
        if value is not None:
            message.fields[name].CopyFrom(_to_value(value))
    return message


def _from_value(value: struct_pb2.Value) -> Any:  # noqa: ANN401 (any property value)
    kind = value.WhichOneof("kind")
    if kind == "struct_value":
        return from_struct(value.struct_value)
    if kind == "list_value":
        return [_from_value(item) for item in value.list_value.values]
    if kind == "string_value":
        return UNKNOWN if value.string_value in UNKNOWN_TEXTS else value.string_value
    if kind == "bool_value":
        return value.bool_value
    if kind == "number_value":
        return int(value.number_value) if value.number_value.is_integer() else value.number_value
    return None


def _to_value(value: Any) -> struct_pb2.Value:  # noqa: ANN401 (any property value)
    if isinstance(value, Unknown):
        return struct_pb2.Value(string_value=_UNKNOWN_TEXT)
    if isinstance(value, Mapping):
        return struct_pb2.Value(struct_value=to_struct(value))
    if isinstance(value, list | tuple):
        items = struct_pb2.ListValue(values=[_to_value(item) for item in value])
        return struct_pb2.Value(list_value=items)
    if isinstance(value, bool):
        return struct_pb2.Value(bool_value=value)
    if isinstance(value, int | float):
        return struct_pb2.Value(number_value=value)
    return struct_pb2.Value(string_value=str(value))
