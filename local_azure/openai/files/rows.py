"""Reads training files: each line a chat or a pair of a preferred and another answer, as Azure OpenAI takes them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from local_azure.json_types import Json

Kind = Literal["chat", "preference"]
_ROLES = ("system", "developer", "user", "assistant")
_SHOWN = 5


class BadFileError(Exception):
    """A file that can't be trained on; the message names the lines and what is wrong with them."""


def check_file(file: Path) -> None:
    """Reads a whole file and checks each line.

    Raises:
        BadFileError: It isn't UTF-8, is empty, or has lines that are no rows, or rows of two kinds.
    """
    kinds: set[Kind] = set()
    wrong: list[str] = []
    for number, line in _lines(file):
        try:
            kinds.add(kind_of(json.loads(line)))
        except ValueError as error:
            wrong.append(f"line {number}: {error}")
            if len(wrong) > _SHOWN:
                break
    if wrong:
        more = "; and more" if len(wrong) > _SHOWN else ""
        raise BadFileError(f"Validation of the JSONL file failed: {'; '.join(wrong[:_SHOWN])}{more}.")
    if not kinds:
        raise BadFileError("Validation of the JSONL file failed: it has no rows.")
    if len(kinds) > 1:
        raise BadFileError("Validation of the JSONL file failed: chats and preference pairs are mixed in it.")


def read_rows(file: Path) -> Iterator[Json]:
    """Yields the rows of a file that was checked."""
    for _number, line in _lines(file):
        yield json.loads(line)


def kind_of(row: Any) -> Kind:  # noqa: ANN401 -- whatever JSON holds
    """Returns which kind of row a JSON value is.

    Raises:
        ValueError: It is none; says why.
    """
    if not isinstance(row, dict):
        raise ValueError("the row isn't a JSON object")  # noqa: TRY004 -- reported with the others
    if "preferred_output" in row or "non_preferred_output" in row:
        _check_preference(row)
        return "preference"
    roles = _roles(row.get("messages"), "messages")
    if "assistant" not in roles:
        raise ValueError("no message has the role 'assistant'")
    _check_weights(row["messages"])
    return "chat"


def _check_weights(messages: list[Json]) -> None:
    # azure-ai-docs fine-tuning, 2025-03: 0 or 1, on messages of the assistant; what weighs nothing isn't learnt.
    weights = [message.get("weight", 1) for message in messages if message["role"] == "assistant"]
    wrong = [weight for weight in weights if weight not in (0, 1)]
    if wrong:
        raise ValueError(f"the weight {wrong[0]!r} of a message is neither 0 nor 1")
    if not any(weights):
        raise ValueError("all messages of the role 'assistant' have the weight 0")


def _check_preference(row: Json) -> None:
    asked = row.get("input")
    _roles(asked.get("messages") if isinstance(asked, dict) else None, "input.messages")
    for name in ("preferred_output", "non_preferred_output"):
        if set(_roles(row.get(name), name)) != {"assistant"}:
            raise ValueError(f"'{name}' must hold messages of the role 'assistant' alone")


def _roles(messages: Any, where: str) -> list[str]:  # noqa: ANN401
    if not isinstance(messages, list) or not messages:
        raise ValueError(f"'{where}' must be a list with at least one message")
    for at, message in enumerate(messages):
        role = message.get("role") if isinstance(message, dict) else None
        if role not in _ROLES:
            raise ValueError(f"{where}[{at}].role '{role}' must be one of {', '.join(_ROLES)}")
        content = message.get("content")
        if isinstance(content, list) or message.get("tool_calls") or message.get("function_call"):
            raise ValueError(f"{where}[{at}] holds more than text: the local Azure trains on text alone")
        if not isinstance(content, str) or not content.strip():
            raise ValueError(f"{where}[{at}].content must be text")
    return [str(message["role"]) for message in messages]


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    # utf-8-sig: Azure's own documentation asks for a byte order mark, and takes files without.
    try:
        with file.open(encoding="utf-8-sig", newline="\n") as text:
            for number, line in enumerate(text, start=1):
                if line.strip():
                    yield number, line
    except UnicodeDecodeError as error:
        raise BadFileError(f"The file is not UTF-8: {error.reason} at byte {error.start}.") from error
