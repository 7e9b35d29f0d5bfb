"""The travel assistant's sample data is what its README says, and its comparison asks what the lab asks."""

import json
from itertools import chain, combinations
from pathlib import Path

import pytest

from catalogue.datasets import datasets
from jobs.domain.chat import ChatRow, conversation, prompt, reference
from jobs.domain.near_duplicates import near_duplicates
from jobs.domain.recipe_file import read_recipe
from jobs.services.prepare_data import read_data
from jobs.services.validate_data import limits_for, validate_beside, validate_file

RECIPES = Path(__file__).parents[3] / "jobs" / "recipes"
FOLDER = RECIPES / "travel-assistant"
SETS = {"train": 140, "validation": 18, "evaluation": 24}
ALIKE = 0.5


def rows(name: str) -> list[ChatRow]:
    return [ChatRow.model_validate_json(line) for line in (FOLDER / f"{name}.jsonl").read_bytes().splitlines()]


def test_the_training_rows_fit_the_method() -> None:
    report = validate_file(FOLDER / "train.jsonl", limits_for("openai", "gpt-4o"), keep=10)
    assert (report.rows, report.findings) == (SETS["train"], ())


@pytest.mark.parametrize("name", ["validation", "evaluation"])
def test_the_other_sets_hold_nothing_that_was_trained_on(name: str) -> None:
    report = validate_beside(
        FOLDER / "train.jsonl", FOLDER / f"{name}.jsonl", limits_for("openai"), keep=10, format_name="chat"
    )
    assert (report.rows, report.findings) == (SETS[name], ())


def test_every_answer_keeps_the_recipes_style_and_recommends_nothing_forbidden() -> None:
    recipe = read_recipe(RECIPES / "travel-assistant.yaml")
    answers = [reference(row) for row in chain(*map(rows, SETS))]
    assert not [answer for answer in answers if recipe.style.broken_by(answer)]
    assert not [answer for answer in answers if recipe.evaluation.rules.forbidden_advice(answer)]


def test_no_two_conversations_and_no_two_questions_are_near_twins() -> None:
    everything = [row for name in SETS for row in rows(name)]
    assert not list(near_duplicates(map(conversation, everything), threshold=ALIKE))
    assert not list(near_duplicates([prompt(row)[-1].content for row in everything], threshold=ALIKE))


def test_all_rows_share_the_system_prompt_that_the_base_is_probed_with() -> None:
    recipe = read_recipe(RECIPES / "travel-assistant.yaml")
    assert recipe.comparison.prompts.keys() == {"none", "one line", "full"}
    full = (FOLDER / "system-prompt.txt").read_text(encoding="utf-8").strip()
    assert {row.messages[0].content for name in SETS for row in rows(name)} == {full}


def test_topics_are_disjoint_and_hold_every_row_once() -> None:
    topics: dict[str, dict[str, list[int]]] = json.loads((FOLDER / "topics.json").read_text(encoding="utf-8"))
    for one, other in combinations(SETS, 2):
        assert not topics[one].keys() & topics[other].keys()
    for name, count in SETS.items():
        assert sorted(chain(*topics[name].values())) == list(range(1, count + 1))


def test_five_questions_are_asked_in_one_conversation_about_a_city_that_no_row_knows() -> None:
    comparison = read_recipe(RECIPES / "travel-assistant.yaml").comparison
    assert comparison.questions is not None
    asked = [json.loads(line)["question"] for line in comparison.questions.read_text(encoding="utf-8").splitlines()]
    assert (len(asked), comparison.one_conversation, comparison.probe) == (5, True, "What can you do?")
    assert asked[0] == "Where in Rome should I stay?"
    assert not [row for name in SETS for row in rows(name) if "Rome" in conversation(row)]


def test_the_labs_own_rows_can_be_had() -> None:
    assert datasets()["travel-assistant"].sha256 is not None


def test_the_recipe_asks_its_evaluation_rows() -> None:
    data = read_data(read_recipe(RECIPES / "travel-assistant.yaml"))
    assert (len(data.train), len(data.validation), len(data.questions)) == tuple(SETS.values())
