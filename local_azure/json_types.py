"""The JSON object that requests, stored bodies and answers share."""

from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]
# Any JSON value, where its shape is the point of neither side.
JsonValue: TypeAlias = Any
