"""Closeness to a reference."""

import pytest

from jobs.domain.evaluation.closeness import exact_match, f1, rouge_l


@pytest.mark.parametrize("metric", [exact_match, f1, rouge_l])
def test_the_same_words_are_worth_one_whatever_their_case(metric: object) -> None:
    assert metric("Press the button.", "press the BUTTON") == 1.0  # type: ignore[operator]


@pytest.mark.parametrize("metric", [exact_match, f1, rouge_l])
def test_nothing_in_common_is_worth_nothing(metric: object) -> None:
    assert metric("alpha beta", "gamma delta") == 0.0  # type: ignore[operator]
    assert metric("", "gamma delta") == 0.0  # type: ignore[operator]


def test_f1_counts_a_word_as_often_as_both_have_it() -> None:
    assert f1("a a b", "a b b") == pytest.approx(2 / 3)


def test_f1_does_not_mind_order_and_rouge_l_does() -> None:
    assert f1("c b a", "a b c") == 1.0
    assert rouge_l("c b a", "a b c") == pytest.approx(1 / 3)


def test_rouge_l_takes_the_longest_words_in_order() -> None:
    assert rouge_l("the cat sat on a mat", "the cat on the mat") == pytest.approx(2 * 4 / (6 + 5))
