"""Latency and price."""

import pytest

from jobs.domain.evaluation.answers import Answer
from jobs.domain.evaluation.figures import TokenPrice, median_of, p95, price_of

PRICE = TokenPrice(input=2.0, output=8.0)


def test_an_answers_price_is_its_tokens_times_theirs() -> None:
    answer = Answer("Yes.", "weights", 0.1, prompt_tokens=500_000, completion_tokens=250_000)
    assert price_of(answer, PRICE) == pytest.approx(3.0)


def test_a_price_that_nobody_knows_is_not_nothing() -> None:
    counted = Answer("Yes.", "weights", 0.1, prompt_tokens=10, completion_tokens=2)
    assert price_of(counted, None) is None
    assert price_of(Answer("Yes.", "weights", 0.1), PRICE) is None


def test_95_percent_of_values_do_not_exceed_p95() -> None:
    assert p95([float(value) for value in range(1, 101)]) == 95.0
    assert p95([3.0]) == 3.0
    assert median_of([1.0, 9.0, 2.0]) == 2.0
