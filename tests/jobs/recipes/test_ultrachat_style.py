"""The shipped sample data of one's own Phi-3 is what its README says: enough rows, in style, topics apart."""

import json
from itertools import chain, combinations
from pathlib import Path

import pytest

from jobs.domain.chat import ChatRow, conversation
from jobs.domain.near_duplicates import near_duplicates
from jobs.domain.recipe_file import read_recipe
from jobs.domain.validation import validate

RECIPES = Path(__file__).parents[3] / "jobs" / "recipes"
FOLDER = RECIPES / "ultrachat-style"
SETS = {"train": 240, "validation": 32, "evaluation": 24}


def rows(name: str) -> list[ChatRow]:
    return [ChatRow.model_validate_json(line) for line in (FOLDER / f"{name}.jsonl").read_bytes().splitlines()]


@pytest.mark.parametrize(("name", "count"), SETS.items())
def test_each_set_is_valid_and_as_large_as_stated(name: str, count: int) -> None:
    report = validate(lambda: (FOLDER / f"{name}.jsonl").open("rb"))
    assert (report.rows, report.findings) == (count, ())


def test_every_assistant_turn_keeps_the_recipes_style() -> None:
    style = read_recipe(RECIPES / "ultrachat-style.yaml").style
    turns = [turn for row in chain(*map(rows, SETS)) for turn in row.messages if turn.role == "assistant"]
    assert not [(turn.content, style.broken_by(turn.content)) for turn in turns if style.broken_by(turn.content)]


def test_no_two_conversations_are_near_twins() -> None:
    assert not list(near_duplicates(conversation(row) for row in chain(*map(rows, SETS))))


def test_a_third_of_the_conversations_goes_on_after_the_first_answer() -> None:
    longer = [row for row in rows("train") if len(row.messages) == 5]
    assert len(longer) == 80


def test_topics_are_disjoint_and_hold_every_row_once() -> None:
    topics: dict[str, dict[str, list[int]]] = json.loads((FOLDER / "topics.json").read_text(encoding="utf-8"))
    for one, other in combinations(SETS, 2):
        assert not topics[one].keys() & topics[other].keys()
    for name, count in SETS.items():
        assert sorted(chain(*topics[name].values())) == list(range(1, count + 1))


def test_the_recipe_is_tuned_by_our_own_script() -> None:
    assert read_recipe(RECIPES / "ultrachat-style.yaml").method == "command"
