"""Labels read out of answers, and what they are worth."""

import pytest

from jobs.domain.evaluation.classification import accuracy, label_of, macro_f1

LABELS = ("positive", "negative", "not sure")


@pytest.mark.parametrize(
    ("answer", "label"),
    [
        ("positive", "positive"),
        (" Negative. ", "negative"),
        ("The label is **positive**", "positive"),
        ("I am Not Sure about it", "not sure"),
        ("positive or negative", None),
        ("seapositively", None),
        ("", None),
    ],
)
def test_the_one_label_that_an_answer_names_is_read(answer: str, label: str | None) -> None:
    assert label_of(answer, LABELS) == label


def test_of_two_labels_in_one_another_the_longer_is_meant() -> None:
    assert label_of("It is not spam, I think", ("spam", "not spam")) == "not spam"


def test_accuracy_is_the_share_of_right_labels() -> None:
    assert accuracy([("a", "a"), ("a", "b"), ("b", None), ("b", "b")]) == 0.5


def test_macro_f1_counts_rare_labels_as_much_as_frequent_ones() -> None:
    always_a = [("a", "a")] * 9 + [("b", "a")]
    assert accuracy(always_a) == 0.9
    assert macro_f1(always_a) == pytest.approx((2 * 9 / 19) / 2)
    assert macro_f1([("a", "a"), ("b", "b")]) == 1.0
