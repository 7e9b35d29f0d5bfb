"""Both models asked side by side."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from jobs.domain.chat import Message
from jobs.domain.endpoint import Endpoint
from jobs.domain.evaluation.answers import Answer
from jobs.domain.evaluation.side_by_side import TRAINING_PROMPT
from jobs.domain.recipe import Recipe
from jobs.domain.recipe.comparison import SideBySide as Settings
from jobs.services.compare import asking_of, compare, compare_once, kept_comparison
from jobs.services.run import RunResult, run
from tests.jobs.cloud_in_memory import MemoryCloud
from tests.jobs.requests import request, shipped_recipe

PROMPTS = {"none": "", "short": "Help with consoles."}


class Listening(MemoryCloud):
    """A cloud that notes each conversation as it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[tuple[str, tuple[Message, ...]]] = []
        complete = self.chat.complete

        def listening(endpoint: Endpoint, messages: Sequence[Message], **options: Any) -> Answer:  # noqa: ANN401
            self.heard.append(("tuned" if "workspace" in endpoint.model_id else "base", tuple(messages)))
            return complete(endpoint, messages, **options)

        self.chat.complete = listening  # type: ignore[method-assign]


@pytest.fixture
def cloud() -> Listening:
    return Listening()


@pytest.fixture
def done(cloud: Listening) -> RunResult:
    result = run(cloud, request())
    cloud.heard.clear()
    return result


def recipe(folder: Path, **settings: object) -> Recipe:
    file = folder / "questions.txt"
    file.write_text("Where to?\nWhat to eat?\nHow to get there?\n", encoding="utf-8")
    comparison = Settings.model_validate({"questions": file, "prompts": PROMPTS, **settings})
    return shipped_recipe().model_copy(update={"comparison": comparison})


def test_the_base_model_is_asked_under_every_prompt_and_the_tuned_under_its_own(
    cloud: Listening, done: RunResult, tmp_path: Path
) -> None:
    found = compare_once(cloud, recipe(tmp_path), done.job, done.data, done.endpoints, print)
    assert found is not None
    assert [(column.role, column.prompt) for column in found.columns] == [
        ("tuned", TRAINING_PROMPT),
        ("base", TRAINING_PROMPT),
        ("base", "none"),
        ("base", "short"),
    ]
    trained = found.columns[0].system
    assert trained.startswith("You are a customer support agent")
    systems = {(model, one[0].content if one[0].role == "system" else "") for model, one in cloud.heard}
    assert systems == {("tuned", trained), ("base", trained), ("base", ""), ("base", "Help with consoles.")}


def test_a_prompt_that_is_the_training_rows_is_asked_once_and_named(
    cloud: Listening, done: RunResult, tmp_path: Path
) -> None:
    asking = asking_of(recipe(tmp_path), done.data)
    assert asking is not None
    chosen = recipe(tmp_path, prompts={"none": "", "full": f"{asking.system}\n"})
    found = compare(cloud, chosen, done.job, asking, done.endpoints, print)
    assert [column.prompt for column in found.columns] == [*[f"full, {TRAINING_PROMPT}"] * 2, "none"]


def test_one_conversation_has_all_before_it_and_questions_by_themselves_have_not(
    cloud: Listening, done: RunResult, tmp_path: Path
) -> None:
    chosen = recipe(tmp_path, prompts={})
    for one, lengths in ((True, [2, 4, 6]), (False, [2, 2, 2])):
        cloud.heard.clear()
        asking = asking_of(chosen, done.data, one=one)
        assert asking is not None
        compare(cloud, chosen, done.job, asking, done.endpoints, print)
        assert [len(messages) for model, messages in cloud.heard if model == "tuned"] == lengths


def test_a_probe_is_asked_by_itself(cloud: Listening, done: RunResult, tmp_path: Path) -> None:
    chosen = recipe(tmp_path, probe="What can you do?", one_conversation=True)
    found = compare_once(cloud, chosen, done.job, done.data, done.endpoints, print)
    assert found is not None
    assert all(column.probe is not None for column in found.columns)
    probed = [messages for _, messages in cloud.heard if messages[-1].content == "What can you do?"]
    assert {len([one for one in messages if one.role != "system"]) for messages in probed} == {1}


def test_answers_are_held_against_the_recipes_rules(cloud: Listening, done: RunResult, tmp_path: Path) -> None:
    found = compare_once(cloud, recipe(tmp_path), done.job, done.data, done.endpoints, print)
    assert found is not None
    assert (found.column("tuned").kept, found.column("base").kept) == (3, 0)
    assert "doesn't start with 'Hey there!'" in found.column("base").breaks[0]


def test_what_was_compared_is_kept_and_asked_again_only_when_the_questions_change(
    cloud: Listening, done: RunResult, tmp_path: Path
) -> None:
    first = compare_once(cloud, recipe(tmp_path), done.job, done.data, done.endpoints, print)
    assert kept_comparison(cloud, done.job) == first
    cloud.heard.clear()
    assert compare_once(cloud, recipe(tmp_path), done.job, done.data, done.endpoints, print) == first
    assert cloud.heard == []
    compare_once(cloud, recipe(tmp_path, prompts={}), done.job, done.data, done.endpoints, print)
    assert len(cloud.heard) == 6


def test_a_recipe_without_questions_compares_nothing(cloud: Listening, done: RunResult) -> None:
    assert compare_once(cloud, shipped_recipe(), done.job, done.data, done.endpoints, print) is None
    assert kept_comparison(cloud, done.job) is None
