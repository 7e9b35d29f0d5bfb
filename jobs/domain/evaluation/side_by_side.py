"""The same questions put to both models, and to the base model under other system prompts."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal

from jobs.domain.evaluation.answers import Answer
from jobs.domain.evaluation.figures import median_of

Role = Literal["base", "tuned"]

TRAINING_PROMPT = "the training rows' prompt"


@dataclass(frozen=True)
class Column:
    """One model under one system prompt.

    Attributes:
        role: which model.
        prompt: the prompt's name.
        system: its text; empty for none.
        answers: to the questions, in order.
        breaks: which of the recipe's rules each answer breaks.
        usd: for all answers; none where tokens or their price aren't known.
        probe: the answer to the question that is asked by itself; none where there is none.
    """

    role: Role
    prompt: str
    system: str
    answers: tuple[Answer, ...]
    breaks: tuple[tuple[str, ...], ...]
    usd: float | None = None
    probe: Answer | None = None

    @property
    def kept(self) -> int:
        """How many answers break no rule."""
        return sum(not broken for broken in self.breaks)

    @property
    def seconds(self) -> float:
        """The median answer's."""
        return median_of([answer.seconds for answer in self.answers])

    @property
    def tokens(self) -> int:
        """Of all answers; 0 where the endpoint doesn't count them."""
        return sum(answer.completion_tokens for answer in self.answers)


@dataclass(frozen=True)
class SideBySide:
    """What came of a comparison.

    Attributes:
        questions: in the order they were asked.
        one_conversation: whether each question came after all before it and their answers.
        columns: tuned and base model under the training rows' prompt, then the base model under the others.
        probe: the question that was asked by itself under every prompt; empty for none.
        has_rules: whether the recipe has rules that answers can break.
    """

    questions: tuple[str, ...]
    one_conversation: bool
    columns: tuple[Column, ...]
    probe: str = ""
    has_rules: bool = False

    def column(self, role: Role) -> Column:
        """A model under the training rows' prompt."""
        return next(one for one in self.columns if one.role == role)


@dataclass(frozen=True)
class Blind:
    """Two models' answers with their names taken off.

    Attributes:
        rows: a question, answer A and answer B.
        key: which model A is, row by row.
    """

    rows: tuple[tuple[str, str, str], ...]
    key: tuple[Role, ...]


def blinded(questions: Sequence[str], base: Sequence[str], tuned: Sequence[str], *, seed: int) -> Blind:
    """Shuffles which model comes first, question by question; the same seed shuffles the same way."""
    random = Random(seed)  # noqa: S311 -- shuffling, not secrecy
    rows, key = [], []
    for question, before, after in zip(questions, base, tuned, strict=True):
        first: Role = random.choice(("base", "tuned"))
        key.append(first)
        rows.append((question, before, after) if first == "base" else (question, after, before))
    return Blind(tuple(rows), tuple(key))
