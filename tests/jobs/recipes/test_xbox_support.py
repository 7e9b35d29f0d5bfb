"""The shipped sample data is what its README says: enough rows, in style, without twins, topics apart."""

import json
from itertools import chain, combinations
from pathlib import Path

import pytest

from jobs.domain.chat import ChatRow, conversation, prompt
from jobs.domain.near_duplicates import near_duplicates
from jobs.domain.recipe_file import read_recipe
from jobs.domain.validation import validate

RECIPES = Path(__file__).parents[3] / "jobs" / "recipes"
FOLDER = RECIPES / "xbox-support"
SETS = {"train": 240, "validation": 32, "evaluation": 24}
ALIKE = 0.5


def rows(name: str) -> list[ChatRow]:
    return [ChatRow.model_validate_json(line) for line in (FOLDER / f"{name}.jsonl").read_bytes().splitlines()]


@pytest.mark.parametrize(("name", "count"), SETS.items())
def test_each_set_is_valid_and_as_large_as_stated(name: str, count: int) -> None:
    report = validate(lambda: (FOLDER / f"{name}.jsonl").open("rb"))
    assert (report.rows, report.findings) == (count, ())


def test_every_assistant_turn_keeps_the_recipes_style() -> None:
    style = read_recipe(RECIPES / "xbox-support.yaml").style
    turns = [turn for row in chain(*map(rows, SETS)) for turn in row.messages if turn.role == "assistant"]
    broken = [(turn.content, style.broken_by(turn.content)) for turn in turns if style.broken_by(turn.content)]
    assert not broken


def test_no_two_conversations_are_near_twins_in_any_set() -> None:
    everything = [row for name in SETS for row in rows(name)]
    assert not list(near_duplicates(map(conversation, everything), threshold=ALIKE))
    asked = [prompt(row)[-1].content for row in everything]
    assert not list(near_duplicates(asked, threshold=ALIKE))


def test_all_rows_share_one_system_message() -> None:
    assert len({row.messages[0].content for name in SETS for row in rows(name)}) == 1


def test_topics_are_disjoint_and_hold_every_row_once() -> None:
    topics: dict[str, dict[str, list[int]]] = json.loads((FOLDER / "topics.json").read_text(encoding="utf-8"))
    for one, other in combinations(SETS, 2):
        assert not topics[one].keys() & topics[other].keys()
    for name, count in SETS.items():
        assert sorted(chain(*topics[name].values())) == list(range(1, count + 1))
