"""The chat format: `messages` of role and content, which serverless fine-tuning and Azure OpenAI take."""

from collections.abc import Callable, Iterator
from typing import Annotated, cast

from pydantic import ConfigDict, Field, TypeAdapter
from typing_extensions import TypedDict

from jobs.domain.chat import Role, turns_in_order
from jobs.domain.data_format import Row, RowFormat
from jobs.domain.findings import Finding
from jobs.domain.json_positions import Path, Positions


class _Message(TypedDict):
    __pydantic_config__ = ConfigDict(extra="forbid", strict=True)  # type: ignore[misc]

    role: Role
    content: Annotated[str, Field(min_length=1)]


class _ChatRow(TypedDict):
    __pydantic_config__ = ConfigDict(extra="forbid", strict=True)  # type: ignore[misc]

    messages: Annotated[list[_Message], Field(min_length=1)]


# Called for every row: pydantic's own function, with nothing of ours around it.
_parse = cast("Callable[[bytes], Row]", TypeAdapter(_ChatRow).validator.validate_json)


def say(row: Row) -> tuple[str, bool]:
    """All contents, and whether the turns are in order and none is blank."""
    messages = row["messages"]
    contents = [message["content"] for message in messages]
    ordinary = turns_in_order(tuple([message["role"] for message in messages])) and all(map(str.strip, contents))
    return "\n".join(contents), ordinary


def turn_findings(row: Row, where: Positions, number: int, *, at: Path = ()) -> Iterator[Finding]:
    """Says what is wrong with the order of turns, and which contents are only white space.

    Args:
        row: has the messages.
        where: columns of the whole line.
        number: the line.
        at: path from the line's outermost value to `row`.
    """
    messages = row["messages"]
    roles, whole = [message["role"] for message in messages], where.nearest((*at, "messages"))
    for index, message in enumerate(messages):
        here = (*at, "messages", index)
        content = message.get("content")
        if isinstance(content, str) and content.isspace():
            column = where.nearest((*here, "content"))
            yield Finding(number, column, "content-empty", f"the content of message {index + 1} is only white space")
        if message["role"] == "system" and index > 0:
            text = f"message {index + 1} is a system message; it must come first"
            yield Finding(number, where.nearest((*here, "role")), "system-not-first", text)
    if roles[:2] != ["system", "user"] and roles[0] != "user":
        yield Finding(number, whole, "no-user-turn", "no user message comes first: nothing is asked")


def answer_findings(row: Row, where: Positions, number: int) -> Iterator[Finding]:
    """Says where no assistant message is there to learn from, or comes last."""
    roles = [message["role"] for message in row["messages"]]
    if "assistant" not in roles:
        column = where.nearest(("messages",))
        yield Finding(number, column, "no-assistant-turn", "no assistant message: there is nothing to learn")
    elif roles[-1] != "assistant":
        text = f"the last message is from '{roles[-1]}': no answer follows it"
        yield Finding(number, where.nearest(("messages", len(roles) - 1)), "last-not-assistant", text)


def message_texts(messages: list[Row], at: Path) -> Iterator[tuple[Path, str]]:
    """All contents with their paths."""
    for index, message in enumerate(messages):
        if isinstance(content := message.get("content"), str):
            yield (*at, index, "content"), content


def without_system(messages: list[Row]) -> str:
    """What was said without the system message, which many rows share."""
    return "\n".join(message.get("content") or "" for message in messages if message["role"] != "system")


def first_question(messages: list[Row]) -> str:
    """The first user message."""
    return next((message.get("content") or "" for message in messages if message["role"] == "user"), "")


def system_prompt(messages: list[Row]) -> str:
    """The system message; empty where there is none."""
    return (messages[0].get("content") or "") if messages and messages[0]["role"] == "system" else ""


def _look_closer(row: Row, where: Positions, number: int) -> Iterator[Finding]:
    yield from turn_findings(row, where, number)
    yield from answer_findings(row, where, number)


CHAT = RowFormat(
    name="chat",
    example='{"messages": [{"role": ..., "content": ...}, ...]}',
    members=("messages",),
    parse=_parse,
    say=say,
    look_closer=_look_closer,
    texts=lambda row: message_texts(row["messages"], ("messages",)),
    likeness=lambda row: without_system(row["messages"]),
    question=lambda row: first_question(row["messages"]),
    stratum=lambda row: system_prompt(row["messages"]),
)
