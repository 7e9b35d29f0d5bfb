"""The rules that a recipe states for answers."""

import pytest
from pydantic import ValidationError

from jobs.domain.evaluation.rules import AnswerRules, asks_back

PERSON = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}
HOTELS = AnswerRules(forbidden={"hotels": ["hotels?", "hostel"]})


def test_an_answer_has_to_be_json_of_the_schema() -> None:
    rules = AnswerRules(json_schema=PERSON)
    assert rules.wrong_form('{"name": "Ada"}') == ""
    assert rules.wrong_form('```json\n{"name": "Ada"}\n```') == ""
    assert rules.wrong_form("Ada") == "isn't JSON"
    assert "'name' is a required property" in rules.wrong_form("{}")


def test_an_answer_has_to_match_the_whole_pattern() -> None:
    rules = AnswerRules(pattern=r"[A-Z]{3}-\d+")
    assert rules.wrong_form(" ABC-12 ") == ""
    assert rules.wrong_form("It is ABC-12") == "doesn't match the pattern"


def test_advice_that_is_forbidden_is_named() -> None:
    assert HOTELS.forbidden_advice("Rome is lovely. The Hotels near the station are cheap.") == ("hotels",)
    assert HOTELS.forbidden_advice("Rome is lovely. Walk along the river.") == ()


def test_a_sentence_that_asks_or_declines_gives_no_advice() -> None:
    assert HOTELS.forbidden_advice("I can't recommend hotels. Have you booked a hotel?") == ()


def test_a_word_inside_another_is_not_meant() -> None:
    assert HOTELS.forbidden_advice("They were hostelry owners.") == ()


def test_a_question_mark_asks_back() -> None:
    assert asks_back("Lovely! When will you go?")
    assert not asks_back("Lovely!")


@pytest.mark.parametrize(
    "rules",
    [
        {"pattern": "("},
        {"forbidden": {"hotels": ["[a"]}},
        {"json_schema": {"type": "nonsense"}},
        {"json_schema": {"$ref": "http://example.invalid/schema.json"}},
        {"json_schema": {"properties": {"a": {"$dynamicRef": "other.json"}}}},
    ],
)
def test_rules_that_cannot_be_checked_are_refused_before_anything_is_asked(rules: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        AnswerRules.model_validate(rules)


def test_only_rules_that_answers_can_break_count_as_given() -> None:
    assert not AnswerRules(grounded=True).any_given()
    assert HOTELS.any_given()
