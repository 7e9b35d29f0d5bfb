"""Training rows as questions: what a model is asked for, and the answer that was hoped for, in any format."""

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from pydantic import ValidationError

from jobs.domain.chat import ChatRow, Message
from jobs.domain.data_format import FormatName
from jobs.domain.errors import DataError
from jobs.domain.evaluation.answers import Question


def question_of(row: bytes, row_format: FormatName) -> Question:
    """Reads a checked row as a question.

    Args:
        row: one line.
        row_format: chat (its last assistant turn is the answer), preference (the preferred answer), classification
            (the label) or completion.

    Raises:
        DataError: it has messages of tools, which evaluations don't ask for.
    """
    try:
        return _READERS[row_format](row)
    except (KeyError, ValidationError) as error:
        text = f"a row can't be asked as a question: it has more than texts of system, user and assistant: {row[:80]!r}"
        raise DataError(text, fix="Give data.evaluation rows of texts alone.") from error


def _chat(row: bytes) -> Question:
    return Question.of(ChatRow.model_validate_json(row))


def _preference(row: bytes) -> Question:
    members: dict[str, Any] = json.loads(row)
    messages = tuple(_message(message) for message in members["input"]["messages"])
    answers = [str(message.get("content") or "") for message in members["preferred_output"]]
    return Question(messages, "\n".join(filter(None, answers)))


def _classification(row: bytes) -> Question:
    members: dict[str, Any] = json.loads(row)
    return _asked(members["text"], members["label"])


def _completion(row: bytes) -> Question:
    members: dict[str, Any] = json.loads(row)
    return _asked(members["prompt"], members["completion"])


def _asked(text: str, reference: object) -> Question:
    return Question((Message(role="user", content=text),), str(reference))


def _message(message: Mapping[str, Any]) -> Message:
    return Message(role=message["role"], content=message["content"])


_READERS: Final[Mapping[FormatName, Callable[[bytes], Question]]] = MappingProxyType(
    {"chat": _chat, "preference": _preference, "classification": _classification, "completion": _completion}
)
