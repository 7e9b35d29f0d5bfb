"""Rows of preferences: a chat, an answer that is preferred and one that isn't."""

from dataclasses import dataclass
from typing import Any

from chats import Message, read_messages

# Azure OpenAI's members, and those that trl and most data sets on the hub have.
_SHAPES = (("input", "preferred_output", "non_preferred_output"), ("prompt", "chosen", "rejected"))


@dataclass(frozen=True)
class Preference:
    """Two answers to the same chat.

    Attributes:
        asked: The chat so far.
        preferred: The answer to come closer to.
        other: The answer to move away from.
    """

    asked: tuple[Message, ...]
    preferred: tuple[Message, ...]
    other: tuple[Message, ...]


def read_preference(row: dict[str, Any]) -> Preference:
    """Returns the pair in a row.

    Either ``{"input": {"messages"}, "preferred_output": [message], "non_preferred_output": [message]}``, as Azure
    OpenAI takes it, or ``{"prompt", "chosen", "rejected"}``, each a text or messages.

    Raises:
        ValueError: It is none; says why.
    """
    shape = next((shape for shape in _SHAPES if set(shape) <= row.keys()), None)
    if shape is None:
        raise ValueError("has neither input, preferred_output and non_preferred_output nor prompt, chosen and rejected")
    asked_name, preferred_name, other_name = shape
    asked = row[asked_name]
    if isinstance(asked, dict):
        asked = asked.get("messages")
    pair = Preference(
        asked=read_messages(_messages(asked, "user"), asked_name),
        preferred=_answer(row[preferred_name], preferred_name),
        other=_answer(row[other_name], other_name),
    )
    if pair.asked[-1].role != "user":
        raise ValueError(f"{asked_name} doesn't end with a message of the user")
    if pair.preferred == pair.other:
        raise ValueError("both answers are the same: nothing is preferred")
    return pair


def _answer(value: Any, name: str) -> tuple[Message, ...]:  # noqa: ANN401 -- whatever JSON holds
    messages = read_messages(_messages(value, "assistant"), name)
    if any(message.role != "assistant" for message in messages):
        raise ValueError(f"{name} has messages that aren't the assistant's")
    return messages


def _messages(value: Any, role: str) -> Any:  # noqa: ANN401 -- whatever JSON holds
    return [{"role": role, "content": value}] if isinstance(value, str) else value
