"""All metrics of two models' answers to the same questions, each with its interval."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import Protocol

from jobs.domain.chat import Message
from jobs.domain.evaluation.answers import Answer, AnswerPair, Question
from jobs.domain.evaluation.classification import Outcome, accuracy, label_of, macro_f1
from jobs.domain.evaluation.closeness import exact_match, f1, rouge_l
from jobs.domain.evaluation.figures import TokenPrice, median_of, p95, price_of
from jobs.domain.evaluation.grounding import groundedness
from jobs.domain.evaluation.refusals import refuses
from jobs.domain.evaluation.rules import AnswerRules, asks_back
from jobs.domain.evaluation.statistics import Comparison, compare, compare_statistic
from jobs.domain.evaluation.style import StyleRules

Score = Callable[[Question, Answer], float]


class OwnMetric(Protocol):
    """A metric of a recipe's author: what one answer is worth, more being better."""

    def __call__(self, answer: str, reference: str, messages: Sequence[Message]) -> float:
        """Scores one answer.

        Args:
            answer: what the model said.
            reference: what was hoped for.
            messages: what it was asked.
        """


@dataclass(frozen=True)
class Scoring:
    """What is scored, and by which rules.

    Attributes:
        labels: what a classification recipe's answers are; none for other recipes.
        own: metrics of the recipe's author, by name.
        base_price: what tokens of the base model cost; none where that isn't known.
        tuned_price: of the tuned model.
        seed: of the bootstrap.
    """

    style: StyleRules = field(default_factory=StyleRules)
    rules: AnswerRules = field(default_factory=AnswerRules)
    labels: tuple[str, ...] = ()
    own: Mapping[str, OwnMetric] = field(default_factory=dict)
    base_price: TokenPrice | None = None
    tuned_price: TokenPrice | None = None
    seed: int = 0


def score(pairs: Sequence[AnswerPair], scoring: Scoring) -> dict[str, Comparison]:
    """Compares both models by everything that can be said of these answers: see `measures` for what each says."""
    scores = {name: _means(pairs, one, scoring.seed) for name, one in _scores(scoring).items()}
    scores |= dict(_labelled(pairs, scoring))
    return scores | dict(_figures(pairs, scoring))


def _scores(scoring: Scoring) -> dict[str, Score]:
    """What each answer is worth by itself."""
    style, rules = scoring.style, scoring.rules
    scores: dict[str, Score] = {}
    if style.any_given():
        scores["style"] = lambda _, answer: float(not style.broken_by(answer.text))
    for name, closeness in (("exact_match", exact_match), ("f1", f1), ("rouge_l", rouge_l)):
        scores[name] = partial(_close, closeness)
    if rules.has_form:
        scores["format"] = lambda _, answer: float(not rules.wrong_form(answer.text))
    if rules.forbidden:
        scores["no_forbidden_advice"] = lambda _, answer: float(not rules.forbidden_advice(answer.text))
    if rules.question_back:
        scores["asks_back"] = lambda _, answer: float(asks_back(answer.text))
    if rules.grounded:
        scores["groundedness"] = lambda question, answer: groundedness(answer.text, question.given)
    scores["refusals"] = lambda _, answer: float(refuses(answer.text))
    scores["needless_refusals"] = _needless
    for name, own in scoring.own.items():
        scores[name] = partial(_own, own)
    return scores


def _close(closeness: Callable[[str, str], float], question: Question, answer: Answer) -> float:
    return closeness(answer.text, question.reference)


def _own(metric: OwnMetric, question: Question, answer: Answer) -> float:
    return float(metric(answer.text, question.reference, question.messages))


def _needless(question: Question, answer: Answer) -> float:
    return float((answer.withheld or refuses(answer.text)) and not refuses(question.reference))


def _means(pairs: Sequence[AnswerPair], one: Score, seed: int) -> Comparison:
    base = [one(pair.question, pair.base) for pair in pairs]
    tuned = [one(pair.question, pair.tuned) for pair in pairs]
    return compare(base, tuned, _random(seed))


def _labelled(pairs: Sequence[AnswerPair], scoring: Scoring) -> Iterator[tuple[str, Comparison]]:
    if not scoring.labels:
        return
    base = [_outcome(pair.question, pair.base, scoring.labels) for pair in pairs]
    tuned = [_outcome(pair.question, pair.tuned, scoring.labels) for pair in pairs]
    yield "accuracy", compare_statistic(base, tuned, accuracy, _random(scoring.seed))
    yield "macro_f1", compare_statistic(base, tuned, macro_f1, _random(scoring.seed))


def _outcome(question: Question, answer: Answer, labels: Sequence[str]) -> Outcome:
    return question.reference.strip(), label_of(answer.text, labels)


def _figures(pairs: Sequence[AnswerPair], scoring: Scoring) -> Iterator[tuple[str, Comparison]]:
    """Seconds, tokens and USD; those that an endpoint or the catalogue doesn't tell are left out."""
    seconds = [pair.base.seconds for pair in pairs], [pair.tuned.seconds for pair in pairs]
    yield "latency_median", compare_statistic(*seconds, median_of, _random(scoring.seed))
    yield "latency_p95", compare_statistic(*seconds, p95, _random(scoring.seed))
    tokens = [pair.base.completion_tokens for pair in pairs], [pair.tuned.completion_tokens for pair in pairs]
    if all(any(counted) for counted in tokens):
        yield "answer_tokens", compare(*tokens, _random(scoring.seed))
    base = [price for pair in pairs if (price := price_of(pair.base, scoring.base_price)) is not None]
    tuned = [price for pair in pairs if (price := price_of(pair.tuned, scoring.tuned_price)) is not None]
    if len(base) == len(tuned) == len(pairs):
        yield "price_per_answer", compare(base, tuned, _random(scoring.seed))


def _random(seed: int) -> Random:
    return Random(seed)  # noqa: S311 -- resampling, not secrecy
