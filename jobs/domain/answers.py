"""Answers of two models to the same prompts, and what they are worth."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from jobs.domain.chat import ChatRow, Message, prompt, reference
from jobs.domain.metrics import exact_match, f1, rouge_l
from jobs.domain.statistics import Comparison, compare
from jobs.domain.style import StyleRules


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


@dataclass(frozen=True)
class AnswerPair:
    """Both models' answers to one question, and which style rules each breaks."""

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
    questions: Sequence[Question], base: Sequence[Answer], tuned: Sequence[Answer], style: StyleRules
) -> list[AnswerPair]:
    """Puts both models' answers side by side, each held against the style rules."""
    return [
        AnswerPair(question, before, after, style.broken_by(before.text), style.broken_by(after.text))
        for question, before, after in zip(questions, base, tuned, strict=True)
    ]


def score(pairs: Sequence[AnswerPair], style: StyleRules, *, seed: int) -> dict[str, Comparison]:
    """Compares both models: style (where there are rules), exact match, F1 and ROUGE-L, each 0 to 1, with intervals."""
    scores: dict[str, Comparison] = {}
    if style.any_given():
        kept = [(float(not pair.base_breaks), float(not pair.tuned_breaks)) for pair in pairs]
        scores["style"] = _compared(kept, seed)
    for name, metric in (("exact_match", exact_match), ("f1", f1), ("rouge_l", rouge_l)):
        values = [
            (metric(pair.base.text, pair.question.reference), metric(pair.tuned.text, pair.question.reference))
            for pair in pairs
        ]
        scores[name] = _compared(values, seed)
    return scores


def _compared(values: Sequence[tuple[float, float]], seed: int) -> Comparison:
    base, tuned = zip(*values, strict=True)
    return compare(base, tuned, Random(seed))  # noqa: S311 -- resampling, not secrecy
