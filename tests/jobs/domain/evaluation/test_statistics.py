"""Intervals of differences."""
# ruff: noqa: S311 -- random numbers for tests, not for secrecy

from random import Random

import pytest

from jobs.domain.evaluation.statistics import compare, compare_statistic


def test_means_are_the_means() -> None:
    found = compare([0.0, 0.0, 1.0, 1.0], [1.0, 1.0, 1.0, 1.0], Random(0))
    assert (found.base, found.tuned) == (0.5, 1.0)


def test_a_clear_difference_has_an_interval_above_zero() -> None:
    found = compare([0.0] * 20, [1.0] * 18 + [0.0] * 2, Random(0))
    assert 0.7 < found.low < 0.9 < found.high <= 1.0


def test_no_difference_has_an_interval_around_zero() -> None:
    random = Random(3)
    base = [random.random() for _ in range(40)]
    tuned = [random.random() for _ in range(40)]
    found = compare(base, tuned, Random(0))
    assert found.low < 0 < found.high


def test_the_same_seed_gives_the_same_interval() -> None:
    one, other = (compare([0.1, 0.5, 0.9], [0.2, 0.9, 0.8], Random(7)) for _ in range(2))
    assert one == other


def test_scores_of_different_prompts_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="argument 2"):
        compare([1.0], [1.0, 0.0], Random(0))


def test_the_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    random, hits, trials = Random(11), 0, 60
    for _ in range(trials):
        base = [0.0] * 40
        tuned = [float(random.random() < 0.4) for _ in range(40)]
        found = compare(base, tuned, random)
        hits += found.low <= 0.4 <= found.high
    assert hits / trials > 0.85


def test_a_figure_that_is_no_mean_has_an_interval_too() -> None:
    base, tuned = [float(value) for value in range(40)], [value + 5.0 for value in range(40)]
    comparison = compare_statistic(base, tuned, max, Random(0))
    assert (comparison.base, comparison.tuned) == (39.0, 44.0)
    assert (comparison.low, comparison.high) == (5.0, 5.0), "what one prompt makes of both models stays together"
