"""Rows set aside for validation."""
# ruff: noqa: S311 -- random numbers for tests, not for secrecy

from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobs.domain.chat import ChatRow
from jobs.domain.split import SplitRow, split, split_rows
from tests.jobs.domain.rows import message, row


def chat(question: str, answer: str) -> ChatRow:
    return ChatRow.model_validate({"messages": [message("user", question), message("assistant", answer)]})


def rows(count: int) -> list[ChatRow]:
    return [ChatRow.model_validate(row(number)) for number in range(count)]


def test_about_the_asked_share_is_set_aside() -> None:
    parts = split(rows(50), validation_share=0.2)
    assert (len(parts.train), len(parts.validation)) == (40, 10)


def test_the_same_rows_are_always_divided_the_same_way() -> None:
    assert split(rows(30)) == split(rows(30))


def test_the_order_of_rows_makes_no_difference() -> None:
    ordered = rows(30)
    shuffled = Random(1).sample(ordered, k=30)
    one, other = split(ordered), split(shuffled)
    assert {ordered[index] for index in one.validation} == {shuffled[index] for index in other.validation}


def test_rows_that_ask_the_same_stay_together() -> None:
    asked = [chat(f"Question {number // 5}", f"Answer number {number}, its own words {number}") for number in range(50)]
    parts = split(asked)
    known = {asked[index].messages[0].content for index in parts.train}
    assert parts.validation
    assert not any(asked[index].messages[0].content in known for index in parts.validation)


def test_near_duplicates_stay_together() -> None:
    def twin(topic: int, word: str) -> ChatRow:
        words = " ".join(f"w{topic}x{number}" for number in range(30))
        return chat(f"{word} {words}", f"{words} end")

    pairs = [twin(topic, word) for topic in range(20) for word in ("first", "second")]
    parts = split(pairs)
    assert {index // 2 for index in parts.train}.isdisjoint(index // 2 for index in parts.validation)


def test_rows_that_all_belong_together_are_refused() -> None:
    with pytest.raises(ValueError, match="none can be set aside"):
        split([chat("What?", f"Answer {number}") for number in range(10)])


@settings(deadline=None)
@given(st.lists(st.integers(0, 5), min_size=2, max_size=40), st.floats(0.05, 0.6))
def test_every_row_is_on_exactly_one_side_and_no_question_on_both(questions: list[int], share: float) -> None:
    asked = [chat(f"Question {question}", f"Answer {index}") for index, question in enumerate(questions)]
    if len(set(questions)) == 1:
        return
    parts = split(asked, validation_share=share)
    assert sorted(parts.train + parts.validation) == list(range(len(asked)))
    assert parts.train
    assert parts.validation
    assert {questions[index] for index in parts.train}.isdisjoint(questions[index] for index in parts.validation)


def labelled(label: str, count: int) -> list[SplitRow]:
    return [SplitRow(f"{label} asks {number}", f"{label} " * 3 + f"is w{number}", label) for number in range(count)]


def test_each_label_gives_its_share() -> None:
    given_rows = [*labelled("common", 80), *labelled("rare", 20)]
    parts = split_rows(given_rows, validation_share=0.2)
    aside = Counter(given_rows[index].stratum for index in parts.validation)
    assert aside == {"common": 16, "rare": 4}


def test_a_label_of_one_row_stays_in_training() -> None:
    given_rows = [*labelled("common", 30), *labelled("single", 1)]
    parts = split_rows(given_rows, validation_share=0.5)
    assert all(given_rows[index].stratum == "common" for index in parts.validation)


def test_labels_of_one_row_each_can_be_divided_all_the_same() -> None:
    parts = split_rows([row for number in range(10) for row in labelled(f"own{number}", 1)])
    assert len(parts.validation) == 2


def test_long_files_are_divided_without_keeping_their_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jobs.domain.split.MAXIMUM_ROWS_FOR_LIKENESS", 5)
    parts = split_rows(labelled("x", 100))
    assert (len(parts.train), len(parts.validation)) == (80, 20)
