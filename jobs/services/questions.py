"""Questions to compare models by, read from a file of text or JSON Lines."""

import json
from pathlib import Path
from typing import Any

from jobs.domain.errors import DataError

_KEYS = ("question", "prompt", "text")


def read_questions(file: Path) -> tuple[str, ...]:
    """The questions of a file, in order: one a line, as text, or as JSON with `question`, `prompt` or `messages`.

    Raises:
        DataError: the file can't be read, or a line has no question; with its number.
    """
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"the questions {file} can't be read: {error}") from error
    questions = tuple(_question(file, number, line.strip()) for number, line in enumerate(lines, 1) if line.strip())
    if not questions:
        raise DataError(f"{file} has no questions")
    return questions


def _question(file: Path, number: int, line: str) -> str:
    if not line.startswith("{"):
        return line
    try:
        row = json.loads(line)
    except ValueError as error:
        raise DataError(f"{file}:{number}: not valid JSON: {error}") from error
    asked = next((row[key] for key in _KEYS if isinstance(row.get(key), str)), None) or _last_user(row)
    if not asked:
        raise DataError(f"{file}:{number}: has none of {', '.join(_KEYS)}, and no messages of a user")
    return asked.strip()


def _last_user(row: dict[str, Any]) -> str:
    messages = row.get("messages")
    asked = [one.get("content") for one in messages if one.get("role") == "user"] if isinstance(messages, list) else []
    return asked[-1] if asked and isinstance(asked[-1], str) else ""
