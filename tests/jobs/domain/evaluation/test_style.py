"""Style rules."""

import pytest

from jobs.domain.evaluation.style import StyleRules


@pytest.mark.parametrize(
    ("rules", "kept", "broken", "says"),
    [
        (
            StyleRules(starts_with="Hey there!"),
            "Hey there! Yes.",
            "Well, hey there!",
            "doesn't start with 'Hey there!'",
        ),
        (StyleRules(ends_with="?"), "Shall I?", "Yes.", "doesn't end with '?'"),
        (StyleRules(maximum_words=3), "One two three", "One two three four", "4 words, at most 3"),
        (StyleRules(minimum_words=2), "One two", "One", "1 words, at least 2"),
        (StyleRules(question_marks=1), "Yes. Shall I?", "What? Shall I?", "2 question marks, not 1"),
        (StyleRules(no_markdown=True), "Plain - really, 2 * 3.", "- an item", "has markdown"),
        (StyleRules(single_paragraph=True), "One line.", "Two\nlines.", "has line breaks"),
        (StyleRules(no_emoji=True), "Plain words: naïve, 5 °C.", "Great 🎮", "has an emoji"),
    ],
)
def test_a_rule_is_kept_or_broken_and_says_how(rules: StyleRules, kept: str, broken: str, says: str) -> None:
    assert rules.broken_by(kept) == ()
    assert rules.broken_by(broken) == (says,)


@pytest.mark.parametrize(
    "text", ["# Title", "**bold**", "`code`", "1. first", "* item", "[a](b)", "> quote", "```x```"]
)
def test_every_kind_of_markdown_is_seen(text: str) -> None:
    assert StyleRules(no_markdown=True).broken_by(text)


def test_blanks_around_an_answer_do_not_count() -> None:
    assert StyleRules(starts_with="Hey", ends_with="?", single_paragraph=True).broken_by("\n Hey you?\n") == ()


def test_all_broken_rules_are_told() -> None:
    assert len(StyleRules(starts_with="Hey", ends_with="?", maximum_words=1).broken_by("Well yes.")) == 3


def test_no_rules_are_kept_by_anything() -> None:
    assert StyleRules().broken_by("# anything\n") == ()
    assert not StyleRules().any_given()
