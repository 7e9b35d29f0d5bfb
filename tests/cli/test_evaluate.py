"""`tunestack evaluate` on what is deployed: on a schedule, with the prompts that it was asked, and what to try next."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli import session
from cli.main import run
from jobs.domain.recipe_file import read_recipe
from tests.jobs.cloud_in_memory import MemoryCloud
from tests.jobs.requests import RECIPE, STACK

AT = ["evaluate", str(RECIPE), "--stack", "phi3-test", "--output", "json"]
Document = Callable[[], Any]


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> MemoryCloud:
    """A cloud in which the recipe has run; what commands write goes to a folder of its own."""
    made = MemoryCloud()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(session, "read_stack", lambda _name, **_: STACK)
    monkeypatch.setattr(session, "azure_cloud", lambda _stack: made)
    monkeypatch.setattr(session, "signed_in_as", lambda _stack: "somebody")
    assert run(["run", str(RECIPE), "--stack", "phi3-test"]) == 0
    capsys.readouterr()
    return made


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Document:
    return lambda: json.loads(capsys.readouterr().out)


def test_without_more_it_takes_the_answers_that_are_kept(cloud: MemoryCloud) -> None:
    asked = len(cloud.chat.asked)
    assert run(AT) == 0
    assert len(cloud.chat.asked) == asked


def test_on_a_schedule_it_asks_again_and_finds_what_has_become_worse(cloud: MemoryCloud, said: Document) -> None:
    cloud.chat.tuned_answer = cloud.chat.base_answer
    assert run([*AT, "--again"]) == 4
    assert not said()["gate"]["passed"]


def test_on_a_schedule_it_deploys_nothing(cloud: MemoryCloud, capsys: pytest.CaptureFixture[str]) -> None:
    cloud.endpoints.there.clear()
    created = len(cloud.endpoints.created)
    assert run([*AT, "--again"]) == 1
    assert "isn't deployed" in capsys.readouterr().err
    assert len(cloud.endpoints.created) == created


def logged(tmp_path: Path, texts: list[str]) -> str:
    file = tmp_path / "prompts.jsonl"
    file.write_text("".join(json.dumps({"prompt": text}) + "\n" for text in texts), encoding="utf-8")
    return str(file)


def test_prompts_that_moved_far_end_with_4_although_the_gate_is_passed(
    cloud: MemoryCloud, said: Document, tmp_path: Path
) -> None:
    prompts = logged(tmp_path, [f"Which visa do I need for a journey of {days} days?" for days in range(60)])
    assert run([*AT, "--prompts", prompts]) == 4
    document = said()
    assert document["gate"]["passed"]
    assert document["drift"]["large"]
    assert {shift["name"] for shift in document["drift"]["shifts"]} == {"length", "vocabulary", "topics"}


def test_prompts_as_in_training_end_with_0(cloud: MemoryCloud, said: Document, tmp_path: Path) -> None:
    rows = read_recipe(RECIPE).data.train.read_text(encoding="utf-8").splitlines()
    prompts = logged(tmp_path, [json.loads(row)["messages"][-2]["content"] for row in rows])
    assert run([*AT, "--prompts", prompts]) == 0
    assert not said()["drift"]["large"]


def test_prompts_that_can_not_be_read_end_with_3_before_anything_is_asked(cloud: MemoryCloud) -> None:
    asked = len(cloud.chat.asked)
    assert run([*AT, "--again", "--prompts", "nowhere.jsonl"]) == 3
    assert len(cloud.chat.asked) == asked


@pytest.mark.parametrize("arguments", [[*AT, "--again"], ["run", *AT[1:], "--again"]])
def test_what_failed_ends_in_a_recipe_to_try_next(
    cloud: MemoryCloud, said: Document, tmp_path: Path, arguments: list[str]
) -> None:
    cloud.chat.tuned_answer = cloud.chat.base_answer
    assert run(arguments) == 4
    assert said()["next_recipe"] == "build/next-recipe.yaml"
    assert read_recipe(tmp_path / "build" / "next-recipe.yaml").name == read_recipe(RECIPE).name
