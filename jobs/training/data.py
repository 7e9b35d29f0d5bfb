"""Reads chats from JSON Lines and checks each row: bad data costs no training step."""

import json
from pathlib import Path
from typing import Any

from failures import BAD_DATA, Failure

Message = dict[str, str]
Chat = list[Message]

_ROLES = ("system", "user", "assistant")
_SHOWN = 10


def read_chats(path: Path) -> list[Chat]:
    """Returns the chats of a file: ``{"messages": [{"role", "content"}, ...]}`` or ``{"prompt", "completion"}`` a line.

    A byte order mark, Windows line ends and blank lines are fine; so is a chat without a system message.

    Args:
        path: The file, in UTF-8.

    Raises:
        Failure: The file isn't text, is empty, or has bad rows; names the lines and what is wrong with them.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Failure(f"{path} is not UTF-8 (byte {error.start})", exit_status=BAD_DATA) from error
    chats: list[Chat] = []
    findings: list[str] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                chats.append(_chat(json.loads(line)))
            except ValueError as error:
                findings.append(f"line {number}: {error}")
    if findings:
        more = f"; and {len(findings) - _SHOWN} more" if len(findings) > _SHOWN else ""
        raise Failure(f"{path}: {'; '.join(findings[:_SHOWN])}{more}", exit_status=BAD_DATA)
    if not chats:
        raise Failure(f"{path} has no rows", exit_status=BAD_DATA)
    return chats


def one_row_a_turn(chats: list[Chat]) -> list[dict[str, Chat]]:
    """Returns each assistant turn as a row of its own, the turns before it as the prompt.

    For models whose chat template doesn't mark what the assistant says: they learn from the completion alone.
    """
    return [
        {"prompt": chat[:position], "completion": [message]}
        for chat in chats
        for position, message in enumerate(chat)
        if message["role"] == "assistant"
    ]


def _chat(row: Any) -> Chat:  # noqa: ANN401 -- whatever JSON holds
    if not isinstance(row, dict):
        raise ValueError("not a JSON object")  # noqa: TRY004 -- reported with the others
    if isinstance(row.get("prompt"), str) and isinstance(row.get("completion"), str):
        row = {"messages": [_message("user", row["prompt"]), _message("assistant", row["completion"])]}
    messages = row.get("messages")
    if not isinstance(messages, list) or not messages:
        raise ValueError("has no messages")
    chat = [_checked(message) for message in messages]
    roles = [message["role"] for message in chat]
    if "assistant" not in roles:
        raise ValueError("has no assistant turn to learn from")
    if roles[0] == "assistant":
        raise ValueError("begins with the assistant")
    return chat


def _checked(message: Any) -> Message:  # noqa: ANN401 -- whatever JSON holds
    if not isinstance(message, dict) or message.get("role") not in _ROLES:
        raise ValueError(f"a message's role is none of {', '.join(_ROLES)}")
    content = message.get("content")
    if not isinstance(content, str) or not content.strip():
        raise ValueError(f"a message of the {message['role']} has no text")
    return _message(message["role"], content)


def _message(role: str, content: str) -> Message:
    return {"role": role, "content": content}
