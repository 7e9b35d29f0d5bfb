"""Rows of chats: messages with roles, or a prompt and its completion."""

from dataclasses import dataclass
from typing import Any

_ROLES = ("system", "user", "assistant")
# Reasoning models' name for the same.
_OTHER_NAMES = {"developer": "system"}


@dataclass(frozen=True)
class Message:
    """What one said.

    Attributes:
        role: ``system``, ``user`` or ``assistant``.
        content: The text.
        learnt: Whether it is learnt; only what the assistant says ever is.
    """

    role: str
    content: str
    learnt: bool = True

    def plain(self) -> dict[str, str]:
        """Returns the message as chat templates read it."""
        return {"role": self.role, "content": self.content}


@dataclass(frozen=True)
class Chat:
    """A chat to learn from.

    Attributes:
        messages: The chat, the first not by the assistant, at least one of the assistant's learnt.
    """

    messages: tuple[Message, ...]

    def plain(self) -> list[dict[str, str]]:
        """Returns the messages as chat templates read them."""
        return [message.plain() for message in self.messages]


def read_chat(row: dict[str, Any]) -> Chat:
    """Returns the chat in ``{"messages": [{"role", "content"}, ...]}`` or ``{"prompt", "completion"}``.

    A message of the assistant with ``"weight": 0`` is read and not learnt.

    Raises:
        ValueError: It is none; says why.
    """
    if isinstance(row.get("prompt"), str) and isinstance(row.get("completion"), str):
        asked = {"role": "user", "content": row["prompt"]}
        row = {"messages": [asked, {"role": "assistant", "content": row["completion"]}]}
    messages = read_messages(row.get("messages"), "messages")
    said = [message for message in messages if message.role == "assistant"]
    if not said:
        raise ValueError("has no assistant turn to learn from")
    if messages[0].role == "assistant":
        raise ValueError("begins with the assistant")
    if not any(message.learnt for message in said):
        raise ValueError("has no assistant turn to learn from: the weight of each is 0")
    return Chat(messages)


def read_messages(value: Any, name: str) -> tuple[Message, ...]:  # noqa: ANN401 -- whatever JSON holds
    """Returns checked messages.

    Args:
        value: What a row has.
        name: What the row calls it.

    Raises:
        ValueError: They are none; says why.
    """
    if not isinstance(value, list) or not value:
        raise ValueError(f"has no {name}")
    return tuple(_message(message) for message in value)


def _message(message: Any) -> Message:  # noqa: ANN401 -- whatever JSON holds
    role = message.get("role") if isinstance(message, dict) else None
    role = _OTHER_NAMES.get(role, role) if isinstance(role, str) else role
    if role not in _ROLES:
        raise ValueError(f"a message's role is none of {', '.join(_ROLES)}")
    if message.get("tool_calls") or message.get("function_call"):
        raise ValueError("a message calls a tool: this trains on text alone")
    content = message.get("content")
    if not isinstance(content, str) or not content.strip():
        raise ValueError(f"a message of the {role} has no text")
    weight = message.get("weight", 1)
    if weight not in (0, 1):
        raise ValueError(f"a message's weight is {weight!r}, neither 0 nor 1")
    return Message(role, content, learnt=weight == 1)
