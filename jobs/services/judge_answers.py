"""A judge model asked for its opinion of both models' answers."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from random import Random
from typing import TypeVar

from jobs.domain.chat import Message
from jobs.domain.endpoint import Endpoint
from jobs.domain.errors import UsageError
from jobs.domain.evaluation.answers import AnswerPair
from jobs.domain.evaluation.judging import (
    MAX_TOKENS,
    JudgeSettings,
    Preference,
    choice_in,
    choosing,
    mark_in,
    marking,
    preference_for_tuned,
)
from jobs.domain.evaluation.statistics import Comparison, compare
from jobs.domain.recipe import Evaluation
from jobs.ports import Cloud

EVEN = 0.5


def find_judge(cloud: Cloud, judge: JudgeSettings) -> Endpoint:
    """The endpoint that judges.

    Raises:
        UsageError: there is none of that name.
    """
    there = {endpoint.name: endpoint for endpoint in cloud.endpoints.list()}
    if judge.deployment not in there:
        names = ", ".join(sorted(there)) or "none"
        raise UsageError(
            f"there is no endpoint {judge.deployment} to judge answers; there is {names}",
            fix="Name one of them as evaluation.judge.deployment, or leave the judge out.",
        )
    return there[judge.deployment]


def judge_answers(
    cloud: Cloud, settings: Evaluation, judge: JudgeSettings, endpoint: Endpoint, pairs: Sequence[AnswerPair]
) -> tuple[dict[str, Comparison], dict[str, str]]:
    """Has answers marked one by one, and compared in both orders.

    Returns:
        The metrics `judge` (1 to 5) and `judge_prefers` (against an even 0.5), and why one is missing.
    """
    judged = pairs[: judge.maximum_rows]
    with ThreadPoolExecutor(max_workers=settings.requests_at_once) as several:
        ask = partial(_reply, cloud, endpoint)
        marking_base, marking_tuned = [
            list(several.map(ask, [marking(judge.rubric, *asked) for asked in texts])) for texts in _to_mark(judged)
        ]
        base_first, tuned_first = [
            list(several.map(ask, [choosing(judge.rubric, *asked) for asked in texts])) for texts in _to_choose(judged)
        ]
    marks = _usable([mark_in(reply) for reply in marking_base], [mark_in(reply) for reply in marking_tuned])
    chosen: list[tuple[Preference, Preference]] = _usable(
        [choice_in(reply) for reply in base_first], [choice_in(reply) for reply in tuned_first]
    )
    preferences = [(EVEN, preference_for_tuned(one, other)) for one, other in chosen]
    metrics: dict[str, Comparison] = {}
    unmeasured: dict[str, str] = {}
    opinions: dict[str, Sequence[tuple[float, float]]] = {"judge": marks, "judge_prefers": preferences}
    for name, scores in opinions.items():
        if scores:
            base, tuned = [float(one) for one, _ in scores], [float(other) for _, other in scores]
            metrics[name] = compare(base, tuned, Random(settings.seed))  # noqa: S311 -- resampling, not secrecy
        if left := len(judged) - len(scores):
            unmeasured[name] = f"{endpoint.name} gave no usable reply for {left} of {len(judged)} questions"
    return metrics, unmeasured


Read = TypeVar("Read")


def _usable(one: Sequence[Read | None], other: Sequence[Read | None]) -> list[tuple[Read, Read]]:
    return [(a, b) for a, b in zip(one, other, strict=True) if a is not None and b is not None]


def _to_mark(pairs: Sequence[AnswerPair]) -> list[list[tuple[str, str, str]]]:
    return [
        [(pair.question.text, pair.question.reference, pair.base.text) for pair in pairs],
        [(pair.question.text, pair.question.reference, pair.tuned.text) for pair in pairs],
    ]


def _to_choose(pairs: Sequence[AnswerPair]) -> list[list[tuple[str, str, str]]]:
    """Each pair twice, the second time swapped: judges like what comes first."""
    return [
        [(pair.question.text, pair.base.text, pair.tuned.text) for pair in pairs],
        [(pair.question.text, pair.tuned.text, pair.base.text) for pair in pairs],
    ]


def _reply(cloud: Cloud, endpoint: Endpoint, messages: Sequence[Message]) -> str:
    return cloud.chat.complete(endpoint, messages, max_tokens=MAX_TOKENS, temperature=0.0).text
