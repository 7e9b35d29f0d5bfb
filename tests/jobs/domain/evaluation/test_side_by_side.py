"""Two models side by side, blind or not."""

from jobs.domain.evaluation.answers import Answer
from jobs.domain.evaluation.side_by_side import TRAINING_PROMPT, Column, SideBySide, blinded

QUESTIONS = [f"Question {number}?" for number in range(40)]
BASE, TUNED = ["from base"] * 40, ["from tuned"] * 40


def test_a_blind_comparison_shuffles_which_model_comes_first_and_keeps_the_key() -> None:
    blind = blinded(QUESTIONS, BASE, TUNED, seed=7)
    assert set(blind.key) == {"base", "tuned"}
    for (_, first, second), model in zip(blind.rows, blind.key, strict=True):
        assert first == f"from {model}"
        assert {first, second} == {"from base", "from tuned"}


def test_the_same_seed_shuffles_the_same_way_and_another_another_way() -> None:
    assert blinded(QUESTIONS, BASE, TUNED, seed=7) == blinded(QUESTIONS, BASE, TUNED, seed=7)
    assert blinded(QUESTIONS, BASE, TUNED, seed=7).key != blinded(QUESTIONS, BASE, TUNED, seed=8).key


def test_a_column_tells_what_its_answers_came_to() -> None:
    answers = (Answer("Yes.", "w", 1.0, 10, 3), Answer("No.", "w", 3.0, 10, 4))
    column = Column("base", TRAINING_PROMPT, "Be kind.", answers, ((), ("has markdown",)))
    assert (column.kept, column.seconds, column.tokens) == (1, 2.0, 7)
    assert SideBySide(("A?", "B?"), one_conversation=False, columns=(column,)).column("base") == column
