"""A row of chat data: messages of role and content, as the Chat Completions shape has them."""

from functools import lru_cache
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Role = Literal["system", "user", "assistant"]
ROLES: tuple[Role, ...] = ("system", "user", "assistant")


class Message(BaseModel):
    """One turn."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    role: Role
    content: Annotated[str, Field(min_length=1)]


class ChatRow(BaseModel):
    """One conversation to learn from."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    messages: Annotated[tuple[Message, ...], Field(min_length=1, strict=False)]


@lru_cache(maxsize=4096)
def turns_in_order(roles: tuple[Role, ...]) -> bool:
    """Whether a user asks first (after a system message, if any) and the assistant has the last word."""
    asked = roles[1:] if roles[0] == "system" else roles
    return bool(asked) and asked[0] == "user" and asked[-1] == "assistant" and "system" not in asked


def whole(row: ChatRow) -> str:
    """All that was said: two rows with the same are duplicates."""
    return "\n".join([message.content for message in row.messages])


def conversation(row: ChatRow) -> str:
    """What was said without the system message, which many rows share: what likeness is judged by."""
    return "\n".join(message.content for message in row.messages if message.role != "system")


def prompt(row: ChatRow) -> tuple[Message, ...]:
    """The messages before the last assistant turn: what a model is asked for that turn."""
    return row.messages[: _last_assistant(row)]


def reference(row: ChatRow) -> str:
    """The last assistant turn: the answer the row teaches."""
    return row.messages[_last_assistant(row)].content


def _last_assistant(row: ChatRow) -> int:
    return max(index for index, message in enumerate(row.messages) if message.role == "assistant")
