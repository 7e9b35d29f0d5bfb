"""Questions to ask row by row: the flow's inputs, or chat rows, whose last turns are question and right answer."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from jobs.domain.chat import ChatRow, Message
from jobs.domain.errors import DataError
from jobs.domain.evaluation.answers import Question as EvaluationQuestion


@dataclass(frozen=True)
class Turn:
    """What was asked before, and what was answered."""

    question: str
    answer: str


@dataclass(frozen=True)
class Question:
    """One question.

    Attributes:
        text: What the user asks.
        history: The turns before it.
        right_answer: None where it isn't known.
    """

    text: str
    history: tuple[Turn, ...] = ()
    right_answer: str | None = None

    def inputs(self) -> dict[str, Any]:
        """The flow's inputs."""
        history = [{"inputs": {"input_data": one.question}, "outputs": {"answer": one.answer}} for one in self.history]
        return {"input_data": self.text, "chat_history": history}


class _Row(BaseModel):
    model_config = ConfigDict(extra="ignore")

    input_data: Annotated[str, Field(min_length=1)]
    ground_truth: str | None = None


def read_questions(file: Path) -> list[Question]:
    """Reads JSON Lines of `{"input_data", "ground_truth"?}` or of chat rows (`{"messages": [...]}`), blank lines aside.

    System messages of chat rows are left out: a deployed model is asked under one for all.

    Raises:
        DataError: a line is neither, or there is none; with its number.
    """
    lines = enumerate(file.read_text(encoding="utf-8-sig").splitlines(), start=1)
    questions = [_question(file, number, line) for number, line in lines if line.strip()]
    if not questions:
        raise DataError(f"{file} has no questions")
    return questions


def questions_of(evaluation: Sequence[EvaluationQuestion]) -> list[Question]:
    """The questions that a recipe is evaluated by, as the flow is asked them; their system messages are left out."""
    return [replace(_of_turns(one.messages), right_answer=one.reference or None) for one in evaluation]


def _question(file: Path, number: int, line: str) -> Question:
    try:
        row = json.loads(line)
        if isinstance(row, dict) and "messages" in row:
            return _of_turns(ChatRow.model_validate(row).messages)
        read = _Row.model_validate(row)
    except (ValidationError, ValueError) as error:
        what = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
        raise DataError(f"{file}:{number}: no question: {what}", fix=_FIX) from error
    return Question(read.input_data, right_answer=read.ground_truth)


_FIX = 'A row is {"input_data": "…", "ground_truth": "…"}, the second if known, or {"messages": […]}, in turns.'


def _of_turns(messages: Sequence[Message]) -> Question:
    said = [one for one in messages if one.role != "system"]
    if not said or any(one.role != ("user", "assistant")[index % 2] for index, one in enumerate(said)):
        raise ValueError("the messages aren't turns of user and assistant that a user begins")
    answered = len(said) % 2 == 0
    last = len(said) - 2 if answered else len(said) - 1
    history = tuple(Turn(said[at].content, said[at + 1].content) for at in range(0, last, 2))
    return Question(said[last].content, history, said[last + 1].content if answered else None)
