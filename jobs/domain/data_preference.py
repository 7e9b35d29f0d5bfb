"""The preference format (DPO), as Azure OpenAI takes it: an input, an answer preferred and one that isn't."""

import json
from collections.abc import Callable, Iterator
from typing import Annotated, NotRequired, cast

from pydantic import ConfigDict, Field, TypeAdapter
from typing_extensions import TypedDict

from jobs.domain.data_chat import first_question, system_prompt, turn_findings, without_system
from jobs.domain.data_format import Row, RowFormat
from jobs.domain.data_tools import ToolMessage, ToolsRow, tool_findings, tool_texts
from jobs.domain.findings import Finding
from jobs.domain.json_positions import Positions

_OUTPUTS = ("preferred_output", "non_preferred_output")


class _PreferenceRow(TypedDict):
    __pydantic_config__ = ConfigDict(extra="forbid", strict=True)  # type: ignore[misc]

    input: ToolsRow
    preferred_output: Annotated[list[ToolMessage], Field(min_length=1)]
    non_preferred_output: Annotated[list[ToolMessage], Field(min_length=1)]
    weight: NotRequired[float]


_parse = cast("Callable[[bytes], Row]", TypeAdapter(_PreferenceRow).validator.validate_json)


def _say(row: Row) -> tuple[str, bool]:
    return json.dumps([row["input"]["messages"], row["preferred_output"], row["non_preferred_output"]]), False


def _look_closer(row: Row, where: Positions, number: int) -> Iterator[Finding]:
    asked = row["input"]["messages"]
    yield from turn_findings(row["input"], where, number, at=("input",))
    if asked[-1]["role"] not in {"user", "tool"}:
        text = f"the input ends with '{asked[-1]['role']}'; it must end with what is to be answered, a user message"
        column = where.nearest(("input", "messages", len(asked) - 1))
        yield Finding(number, column, "input-not-a-question", text)
    tools = row["input"].get("tools", [])
    for message, name in ((asked, ("input", "messages")), *((row[output], (output,)) for output in _OUTPUTS)):
        yield from tool_findings(message, tools, where, number, name)
    for output in _OUTPUTS:
        yield from _output(row, output, where, number)
    if row["preferred_output"] == row["non_preferred_output"]:
        text = "both answers are the same: nothing is preferred"
        yield Finding(number, where.nearest(("non_preferred_output",)), "no-preference", text)


def _output(row: Row, name: str, where: Positions, number: int) -> Iterator[Finding]:
    roles = [message["role"] for message in row[name]]
    if "assistant" not in roles:
        text = f"'{name}' has no assistant message"
        yield Finding(number, where.nearest((name,)), "no-assistant-turn", text)
    for index, role in enumerate(roles):
        if role in {"system", "user"}:
            text = f"'{name}' has a '{role}' message; only assistant and tool messages are answers"
            yield Finding(number, where.nearest((name, index, "role")), "output-not-an-answer", text)
        content = row[name][index].get("content")
        if isinstance(content, str) and content.isspace():
            text = f"the content of message {index + 1} of '{name}' is only white space"
            yield Finding(number, where.nearest((name, index, "content")), "content-empty", text)


def _texts(row: Row) -> Iterator[tuple[tuple[str | int, ...], str]]:
    yield from tool_texts(row["input"]["messages"], ("input", "messages"))
    for output in _OUTPUTS:
        yield from tool_texts(row[output], (output,))


PREFERENCE = RowFormat(
    name="preference",
    example='{"input": {"messages": [...]}, "preferred_output": [...], "non_preferred_output": [...]}',
    members=("input", *_OUTPUTS),
    parse=_parse,
    say=_say,
    look_closer=_look_closer,
    texts=_texts,
    likeness=lambda row: "\n".join(
        [without_system(row["input"]["messages"]), *(without_system(row[output]) for output in _OUTPUTS)]
    ),
    question=lambda row: first_question(row["input"]["messages"]),
    stratum=lambda row: system_prompt(row["input"]["messages"]),
)
