"""Talking with a deployed model, turn by turn."""

from collections.abc import Sequence

from jobs.domain.chat import Message
from jobs.domain.endpoint import Endpoint
from jobs.domain.evaluation.answers import Answer
from jobs.domain.recipe import Evaluation
from jobs.domain.row_questions import question_of
from jobs.ports import ChatModel
from jobs.services.prepare_data import LocalData


def opening(data: LocalData, system: str | None) -> list[Message]:
    """How a conversation begins: with the given system message, or with the one that the training rows have."""
    if system:
        return [Message(role="system", content=system)]
    first = question_of(data.train[0], data.row_format).messages[0]
    return [first] if first.role == "system" else []


def answer(chat: ChatModel, settings: Evaluation, endpoint: Endpoint, messages: Sequence[Message]) -> Answer:
    """Asks for the next turn."""
    return chat.complete(endpoint, messages, max_tokens=settings.max_tokens, temperature=settings.temperature)
