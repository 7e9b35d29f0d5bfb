"""The next recipe as a file, and the prompts that say whether the last one still holds."""

import json
from pathlib import Path

import pytest

from jobs.domain.errors import DataError
from jobs.domain.evaluation.gate import Criterion, Verdict
from jobs.domain.next_recipe import next_recipe
from jobs.domain.recipe_file import read_recipe
from jobs.services.prepare_data import LocalData, read_data
from jobs.services.prompt_drift import prompt_drift
from jobs.services.propose import write_proposal
from tests.jobs.cloud_in_memory import MemoryDatastore
from tests.jobs.requests import shipped_recipe


@pytest.mark.parametrize("criterion", ["style margin", "latency_p95 ceiling"])
def test_the_proposal_runs_as_it_is_and_says_why(tmp_path: Path, criterion: str) -> None:
    recipe = shipped_recipe("epochs=2")
    proposal = next_recipe(recipe, Verdict((Criterion(criterion, False, ""),)), None, 40)
    assert proposal is not None
    write_proposal(proposal, tmp_path / "build" / "next-recipe.yaml")
    text = (tmp_path / "build" / "next-recipe.yaml").read_text(encoding="utf-8")
    assert read_recipe(tmp_path / "build" / "next-recipe.yaml") == proposal.recipe
    comments = [line for line in text.splitlines() if line.startswith("# ")]
    assert comments[1].startswith("# tuning.epochs: 2 -> 4: " if "style" in criterion else "# No hyperparameter")
    assert "# Besides: it learned from 40 rows" in text


@pytest.fixture(scope="module")
def data() -> LocalData:
    return read_data(shipped_recipe())


def prompts_of(data: LocalData) -> list[str]:
    return [json.loads(row)["messages"][-2]["content"] for row in data.train]


def logged(file: Path, rows: list[object]) -> str:
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(file)


def test_the_training_prompts_themselves_have_not_moved(data: LocalData, tmp_path: Path) -> None:
    file = logged(tmp_path / "prompts.jsonl", [{"prompt": text} for text in prompts_of(data)])
    found = prompt_drift(data, file, MemoryDatastore())
    assert found.trained == found.asked == len(data.train)
    assert not found.is_large


def test_prompts_about_something_else_have(data: LocalData, tmp_path: Path) -> None:
    asked = [f"Quarterly invoice number {number}?" for number in range(80)]
    rows: list[object] = [{"messages": [{"role": "user", "content": text}]} for text in asked]
    assert prompt_drift(data, logged(tmp_path / "prompts.jsonl", rows), MemoryDatastore()).is_large


def test_prompts_are_found_in_the_projects_storage(data: LocalData) -> None:
    rows = "".join(json.dumps({"question": text}) + "\n" for text in prompts_of(data))
    store = MemoryDatastore({"tunestack/prompts/october.jsonl": rows.encode()})
    assert prompt_drift(data, "tunestack/prompts/october.jsonl", store).asked == len(data.train)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([{"prompt": "one"}] * 3, "too few prompts"),
        ([{"prompt": "one"}, {"answer": "two"}], "prompts.jsonl:2: no prompt"),
        ([{"prompt": "one"}, ["two"]], "prompts.jsonl:2: not a JSON object"),
        ([{"messages": "hello"}], "no prompt"),
    ],
)
def test_what_holds_no_prompts_is_told_with_its_line(
    data: LocalData, tmp_path: Path, rows: list[object], said: str
) -> None:
    with pytest.raises(DataError, match=said):
        prompt_drift(data, logged(tmp_path / "prompts.jsonl", rows), MemoryDatastore())


@pytest.mark.parametrize("logged_at", ["nowhere.jsonl", "tunestack/prompts/nowhere.jsonl"])
def test_prompts_that_are_not_there_are_named(data: LocalData, logged_at: str) -> None:
    with pytest.raises(DataError, match=r"nowhere\.jsonl"):
        prompt_drift(data, logged_at, MemoryDatastore())
