"""How much of an answer stands in its prompt."""

import pytest

from jobs.domain.evaluation.grounding import groundedness

CONTEXT = "The museum opens at 9:30 and closes on Mondays. Tickets cost 12 euros. Ask Maria at the desk."


def test_an_answer_made_of_the_contexts_words_is_grounded() -> None:
    assert groundedness("It opens at 9:30, a ticket costs 12 euros.", CONTEXT) == 1.0


@pytest.mark.parametrize("made_up", ["It opens at 8:15.", "Then ask Ted.", "Parking is free nearby."])
def test_a_number_a_name_or_a_thing_that_is_made_up_is_not(made_up: str) -> None:
    assert groundedness(made_up, CONTEXT) < 1.0


def test_an_answer_that_claims_nothing_makes_nothing_up() -> None:
    assert groundedness("Yes, you can!", CONTEXT) == 1.0


def test_it_is_a_share() -> None:
    assert groundedness("Tickets cost 99 euros.", CONTEXT) == pytest.approx(3 / 4)


def test_overlap_is_all_it_knows() -> None:
    assert groundedness("Maria costs 12 euros.", CONTEXT) == 1.0, "false, and made of the context's words"
