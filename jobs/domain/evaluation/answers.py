"""Answers of two models to the same prompts."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from jobs.domain.chat import ChatRow, Message, prompt, reference
from jobs.domain.evaluation.rules import AnswerRules, asks_back
from jobs.domain.evaluation.style import StyleRules


@dataclass(frozen=True)
class Answer:
    """What a model said.

    Attributes:
        text: the answer; empty where content safety held it back.
        model: the weights that answered, as the endpoint names them.
        seconds: how long it took, waiting included.
        prompt_tokens: of the question with all before it, as the endpoint counts them; 0 where it doesn't.
        completion_tokens: of the answer.
        withheld: whether content safety held the question or the answer back.
    """

    text: str
    model: str
    seconds: float
    prompt_tokens: int = 0
    completion_tokens: int = 0
    withheld: bool = False


@dataclass(frozen=True)
class Question:
    """One unseen prompt and the answer that was hoped for."""

    messages: tuple[Message, ...]
    reference: str

    @classmethod
    def of(cls, row: ChatRow) -> "Question":
        """Asks for a row's last assistant turn."""
        return cls(prompt(row), reference(row))

    @property
    def text(self) -> str:
        """What the user asked last."""
        return self.messages[-1].content

    @property
    def given(self) -> str:
        """All that the model was told: what an answer can be grounded in."""
        return "\n".join(message.content for message in self.messages)


@dataclass(frozen=True)
class AnswerPair:
    """Both models' answers to one question, and which rules each breaks."""

    question: Question
    base: Answer
    tuned: Answer
    base_breaks: tuple[str, ...] = ()
    tuned_breaks: tuple[str, ...] = ()


def choose(questions: Sequence[Question], maximum: int) -> list[Question]:
    """At most so many questions, chosen by their text alone, so that every run asks the same."""
    by_lot = sorted(questions, key=lambda question: hashlib.sha256(question.text.encode()).digest())
    chosen = {id(question) for question in by_lot[:maximum]}
    return [question for question in questions if id(question) in chosen]


def pair_up(
    questions: Sequence[Question],
    base: Sequence[Answer],
    tuned: Sequence[Answer],
    style: StyleRules,
    rules: AnswerRules | None = None,
) -> list[AnswerPair]:
    """Puts both models' answers side by side, each held against the style rules and the other rules."""
    return [
        AnswerPair(question, before, after, broken(before.text, style, rules), broken(after.text, style, rules))
        for question, before, after in zip(questions, base, tuned, strict=True)
    ]


def broken(answer: str, style: StyleRules, rules: AnswerRules | None = None) -> tuple[str, ...]:
    """Which of a recipe's rules an answer breaks, as sentences."""
    found = list(style.broken_by(answer))
    if rules is not None:
        found += [why for why in [rules.wrong_form(answer)] if why]
        found += [f"gives forbidden advice: {name}" for name in rules.forbidden_advice(answer)]
        found += ["asks nothing back"] if rules.question_back and not asks_back(answer) else []
    return tuple(found)
