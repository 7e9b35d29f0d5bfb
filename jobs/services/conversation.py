"""Talking with a deployed model, turn by turn."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from jobs.domain.chat import Message
from jobs.domain.endpoint import Endpoint
from jobs.domain.errors import CONTENT_FILTERED, CloudError
from jobs.domain.recipe import Evaluation
from jobs.domain.row_questions import question_of
from jobs.ports import ChatModel
from jobs.services.prepare_data import LocalData

NO_ANSWER = "(no answer)"
"""What stands in the history for an answer that content safety held back: a turn can't be empty."""


def opening(data: LocalData, system: str | None) -> list[Message]:
    """How a conversation begins: with the given system message (none where it is empty), or the training rows'."""
    if system is not None:
        return [Message(role="system", content=system)] if system.strip() else []
    first = question_of(data.train[0], data.row_format).messages[0]
    return [first] if first.role == "system" else []


@dataclass(frozen=True)
class Conversation:
    """All that was said to one model, and by it.

    Attributes:
        chat: asks models.
        settings: how long answers may be, and how free.
        endpoint: where the model answers.
        messages: so far.
    """

    chat: ChatModel
    settings: Evaluation
    endpoint: Endpoint
    messages: tuple[Message, ...]

    def ask(self, text: str) -> Iterator[str]:
        """The model's answer to the next turn, piece by piece, as it comes; nothing where content safety refuses it.

        Raises:
            CloudError: the endpoint gave no answer, or broke off.
        """
        pieces = self.chat.stream(
            self.endpoint,
            [*self.messages, Message(role="user", content=text)],
            max_tokens=self.settings.max_tokens,
            temperature=self.settings.temperature,
        )
        try:
            yield from pieces
        except CloudError as error:
            if error.code != CONTENT_FILTERED:
                raise

    def after(self, text: str, answer: str) -> "Conversation":
        """The conversation with one more turn and its answer."""
        turn = (Message(role="user", content=text), Message(role="assistant", content=answer.strip() or NO_ANSWER))
        return replace(self, messages=(*self.messages, *turn))


def next_turns(talks: Sequence[Conversation], text: str) -> tuple[list[Conversation], list[str]]:
    """Says the same in several conversations at once.

    Returns:
        The conversations with the turn, and the answers, in the same order.
    """
    with ThreadPoolExecutor(max_workers=len(talks)) as all_at_once:
        answers = list(all_at_once.map(lambda talk: "".join(talk.ask(text)).strip(), talks))
    return [talk.after(text, answer) for talk, answer in zip(talks, answers, strict=True)], answers
