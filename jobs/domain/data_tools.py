"""The chat format with tool calls, as Azure OpenAI's fine-tuning takes it: tools declared, called and answered."""

import json
from collections.abc import Callable, Iterator
from typing import Annotated, Any, Literal, NotRequired, cast

from pydantic import ConfigDict, Field, TypeAdapter
from typing_extensions import TypedDict

from jobs.domain.data_chat import (
    answer_findings,
    first_question,
    message_texts,
    system_prompt,
    turn_findings,
    without_system,
)
from jobs.domain.data_format import Row, RowFormat
from jobs.domain.findings import Finding
from jobs.domain.json_positions import Path, Positions

_CLOSED = ConfigDict(extra="forbid", strict=True)
_Text = Annotated[str, Field(min_length=1)]


class _Called(TypedDict):
    __pydantic_config__ = _CLOSED  # type: ignore[misc]

    name: _Text
    arguments: str


class _Call(TypedDict):
    __pydantic_config__ = _CLOSED  # type: ignore[misc]

    id: _Text
    type: Literal["function"]
    function: _Called


class _Function(TypedDict):
    __pydantic_config__ = _CLOSED  # type: ignore[misc]

    name: _Text
    description: NotRequired[str]
    parameters: NotRequired[dict[str, Any]]
    strict: NotRequired[bool | None]


class _Tool(TypedDict):
    __pydantic_config__ = _CLOSED  # type: ignore[misc]

    type: Literal["function"]
    function: _Function


class ToolMessage(TypedDict):
    """A turn that may call tools or answer a call."""

    __pydantic_config__ = _CLOSED  # type: ignore[misc]

    role: Literal["system", "user", "assistant", "tool"]
    content: NotRequired[Annotated[str, Field(min_length=1)] | None]
    name: NotRequired[str]
    tool_calls: NotRequired[Annotated[list[_Call], Field(min_length=1)]]
    tool_call_id: NotRequired[str]
    weight: NotRequired[Literal[0, 1]]


class ToolsRow(TypedDict):
    """Messages with the tools that they may call."""

    __pydantic_config__ = _CLOSED  # type: ignore[misc]

    messages: Annotated[list[ToolMessage], Field(min_length=1)]
    tools: NotRequired[list[_Tool]]
    parallel_tool_calls: NotRequired[bool]


_parse = cast("Callable[[bytes], Row]", TypeAdapter(ToolsRow).validator.validate_json)


def tool_findings(messages: list[Row], tools: list[Row], where: Positions, number: int, at: Path) -> Iterator[Finding]:
    """Says which calls and answers don't fit the tools that are declared and the calls that were made."""
    declared = {tool["function"]["name"] for tool in tools}
    open_calls: dict[str, Path] = {}
    for index, message in enumerate(messages):
        here = (*at, index)
        yield from _members(message, where, number, here)
        if message["role"] == "tool":
            if open_calls.pop(message.get("tool_call_id", ""), None) is None:
                text = (
                    f"message {index + 1} answers the call '{message.get('tool_call_id', '')[:40]}', which isn't open"
                )
                column = where.nearest((*here, "tool_call_id"))
                yield Finding(number, column, "tool-answer-unasked", text)
            continue
        yield from _unanswered(open_calls, where, number)
        open_calls = {}
        for position, call in enumerate(message.get("tool_calls", ())):
            place = (*here, "tool_calls", position)
            open_calls[call["id"]] = place
            yield from _call(call["function"], declared, where, number, (*place, "function"))


def tool_texts(messages: list[Row], at: Path) -> Iterator[tuple[Path, str]]:
    """Contents and arguments of calls, with their paths."""
    yield from message_texts(messages, at)
    for index, message in enumerate(messages):
        for position, call in enumerate(message.get("tool_calls", ())):
            yield (*at, index, "tool_calls", position, "function", "arguments"), call["function"]["arguments"]


def _members(message: Row, where: Positions, number: int, here: Path) -> Iterator[Finding]:
    role, column = message["role"], where.nearest(here)
    if role != "assistant" and "tool_calls" in message:
        text = f"a '{role}' message calls tools; only the assistant does"
        yield Finding(number, where.keys.get((*here, "tool_calls"), column), "tool-call-misplaced", text)
    if role != "assistant" and "weight" in message:
        text = f"a '{role}' message has a weight; only assistant messages are learned"
        yield Finding(number, where.keys.get((*here, "weight"), column), "member-unknown", text)
    if not message.get("content") and not (role == "assistant" and message.get("tool_calls")):
        text = f"the '{role}' message has no content" + (" and calls no tool" if role == "assistant" else "")
        yield Finding(number, column, "content-empty", text)


def _call(function: Row, declared: set[str], where: Positions, number: int, at: Path) -> Iterator[Finding]:
    if function["name"] not in declared:
        known = ", ".join(sorted(declared)) or "none"
        text = f"'{function['name'][:60]}' isn't among the row's tools: {known}"
        yield Finding(number, where.nearest((*at, "name")), "tool-undeclared", text)
    try:
        arguments = json.loads(function["arguments"])
    except (ValueError, RecursionError):
        arguments = None
    if not isinstance(arguments, dict):
        text = "the arguments of a call are a JSON object, written as text"
        yield Finding(number, where.nearest((*at, "arguments")), "arguments-not-json", text)


def _unanswered(open_calls: dict[str, Path], where: Positions, number: int) -> Iterator[Finding]:
    for place in open_calls.values():
        text = "no tool message answers this call before the conversation goes on"
        yield Finding(number, where.nearest(place), "tool-call-unanswered", text)


def _say(row: Row) -> tuple[str, bool]:
    return "\n".join([json.dumps(row["messages"]), json.dumps(row.get("tools", []))]), False


def _look_closer(row: Row, where: Positions, number: int) -> Iterator[Finding]:
    yield from turn_findings(row, where, number)
    yield from answer_findings(row, where, number)
    yield from tool_findings(row["messages"], row.get("tools", []), where, number, ("messages",))


TOOLS = RowFormat(
    name="tools",
    example='{"messages": [{"role": ..., "content": ..., "tool_calls": [...]}, ...], "tools": [...]}',
    members=("messages",),
    parse=_parse,
    say=_say,
    look_closer=_look_closer,
    texts=lambda row: tool_texts(row["messages"], ("messages",)),
    likeness=lambda row: without_system(row["messages"]),
    question=lambda row: first_question(row["messages"]),
    stratum=lambda row: system_prompt(row["messages"]),
)
