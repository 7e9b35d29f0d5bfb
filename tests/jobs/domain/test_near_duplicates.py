"""Likeness of texts."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from jobs.domain.near_duplicates import near_duplicates

TEMPLATE = (
    "Hey there! Open Orders and tap Return for your {}, then print the prepaid label and "
    "drop it at any parcel point nearby. Your refund lands within five working days. Anything else I can do today?"
)


def test_a_template_with_another_word_in_it_is_a_twin() -> None:
    (twins,) = near_duplicates(
        [TEMPLATE.format("toaster"), "Something else entirely is said here", TEMPLATE.format("kettle")]
    )
    assert (twins.first, twins.second) == (0, 2)
    assert twins.likeness > 0.7


def test_the_same_opening_alone_makes_no_twins() -> None:
    one = "Hey there! The disc drive reads games and films. Shall I explain more?"
    other = "Hey there! Profiles keep achievements apart for each player. Shall I explain more?"
    assert list(near_duplicates([one, other])) == []


def test_case_and_punctuation_make_no_difference() -> None:
    (twins,) = near_duplicates(["Press the Pair button, twice!", "press the pair BUTTON twice"])
    assert twins.likeness == 1.0


WORDS = st.lists(st.sampled_from("abcde"), min_size=3, max_size=12).map(" ".join)


@given(st.lists(WORDS, max_size=8), st.sampled_from([0.3, 0.5, 0.7, 0.9, 1.0]))
def test_it_finds_exactly_the_pairs_that_comparing_all_with_all_finds(texts: list[str], threshold: float) -> None:
    found = {(twins.first, twins.second) for twins in near_duplicates(texts, threshold=threshold)}
    assert found == {
        (one, other)
        for one, other in combinations(range(len(texts)), 2)
        if _likeness(texts[one], texts[other]) >= threshold
    }


def _likeness(one: str, other: str) -> float:
    first, second = _triples(one), _triples(other)
    return len(first & second) / len(first | second)


def _triples(text: str) -> set[tuple[str, ...]]:
    words = text.split()
    return set(zip(words, words[1:], words[2:], strict=False))
