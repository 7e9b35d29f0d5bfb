"""All formats of training rows by name, and which of them a file has."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import cast

from jobs.domain.data_format import FormatName, Row, RowFormat

_PLACES: Mapping[FormatName, str] = MappingProxyType(
    {
        "chat": "data_chat:CHAT",
        "tools": "data_tools:TOOLS",
        "preference": "data_preference:PREFERENCE",
        "completion": "data_pairs:COMPLETION",
        "classification": "data_pairs:CLASSIFICATION",
    }
)
_LOOKED_AT = 100
_OF_TOOLS = frozenset({"tool_calls", "tool_call_id", "name", "weight"})


def format_named(name: FormatName) -> RowFormat:
    """The format of a name; imported only when it is used, so that commands start fast."""
    module, _, attribute = _PLACES[name].partition(":")
    return cast("RowFormat", getattr(import_module(f"jobs.domain.{module}"), attribute))


def detect(lines: Iterable[bytes]) -> FormatName:
    """Which format most of a file's first rows have; chat where none can be told.

    Any row with tools makes a chat file one with tools: that format takes rows without as well.
    """
    found: Counter[FormatName] = Counter()
    for line, _ in zip((line for line in lines if line), range(_LOOKED_AT), strict=False):
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(row, dict) and (name := looks_like(row)):
            found[name] += 1
    if found["tools"]:
        found["tools"] += found.pop("chat", 0)
    return found.most_common(1)[0][0] if found else "chat"


def looks_like(row: Row) -> FormatName | None:
    """Which format a row's members are of; none where they tell of none."""
    if "preferred_output" in row or "non_preferred_output" in row:
        return "preference"
    if "messages" in row:
        return "tools" if _with_tools(row) else "chat"
    if "prompt" in row and "completion" in row:
        return "completion"
    return "classification" if "text" in row and "label" in row else None


def _with_tools(row: Row) -> bool:
    messages = row["messages"] if isinstance(row["messages"], list) else []
    return "tools" in row or any(
        isinstance(message, dict) and (not _OF_TOOLS.isdisjoint(message) or message.get("role") == "tool")
        for message in messages
    )
