"""Validation rows that training has seen."""

from jobs.domain.data_chat import CHAT
from jobs.domain.leakage import leakage_findings
from tests.jobs.domain.rows import message, row


def leaks(validation: object, *, near_duplicate_rows: int = 100) -> list[tuple[int, str]]:
    training = [(number + 1, row(number)) for number in range(10)]
    found = leakage_findings(training, [(1, validation)], CHAT, near_duplicate_rows=near_duplicate_rows)  # type: ignore[list-item]
    return [(finding.line, finding.rule) for finding in found]


def test_a_row_of_its_own_is_no_leak() -> None:
    assert leaks(row(99)) == []


def test_the_same_row_on_both_sides_is_told() -> None:
    assert leaks(row(3)) == [(1, "leakage")]


def test_the_same_question_with_another_answer_is_told() -> None:
    assert leaks(row(3, answer="Otherwise.")) == [(1, "leakage-question")]


def test_a_row_that_is_almost_the_same_is_told() -> None:
    twin = row(3)
    twin["messages"][0] = message("user", twin["messages"][0]["content"].replace("amber3", "agate3"))
    assert leaks(twin) == [(1, "leakage-near")]
    assert leaks(twin, near_duplicate_rows=5) == []


def test_rows_alike_on_one_side_alone_are_no_leak() -> None:
    twin = row(50)
    twin["messages"][0] = message("user", twin["messages"][0]["content"].replace("amber50", "agate50"))
    training = [(number + 1, row(number)) for number in range(3)]
    validation = [(1, row(50)), (2, twin)]
    assert list(leakage_findings(training, validation, CHAT, near_duplicate_rows=100)) == []
    assert list(leakage_findings(validation, training, CHAT, near_duplicate_rows=100)) == []
