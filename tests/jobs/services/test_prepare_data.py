"""A recipe's rows, read as its method takes them: refused, divided and asked."""

import json
from pathlib import Path

import pytest

from jobs.domain.errors import DataError
from jobs.domain.recipe import Recipe
from jobs.domain.recipe_file import read_recipe
from jobs.services.prepare_data import read_data, upload_data
from tests.jobs.cloud_in_memory import MemoryDatastore

WORDS = "sun moon sea sand wind rain snow fire wood iron gold salt bread milk tea rice corn wool silk clay".split()  # noqa: SIM905


def chat(word: str) -> dict[str, object]:
    return {"messages": [{"role": "user", "content": f"{word}?"}, {"role": "assistant", "content": f"Yes, {word}."}]}


def pair(word: str) -> dict[str, object]:
    better, worse = ([{"role": "assistant", "content": f"{how}, {word}."}] for how in ("Yes", "No"))
    asked = {"messages": [{"role": "user", "content": f"{word}?"}]}
    return {"input": asked, "preferred_output": better, "non_preferred_output": worse}


def labelled(word: str) -> dict[str, object]:
    return {"text": f"all about {word}", "label": "short" if len(word) < 4 else "long"}


def recipe(folder: Path, rows: list[dict[str, object]], **tuning: object) -> Recipe:
    (folder / "train.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    document = {
        "name": "some-recipe",
        "model": "gpt-4o",
        "tuned_model": "some-model",
        "tuning": tuning,
        "data": {"train": "train.jsonl"},
    }
    file = folder / "recipe.yaml"
    file.write_text(json.dumps(document))
    return read_recipe(file)


def test_pairs_are_divided_and_asked(tmp_path: Path) -> None:
    data = read_data(recipe(tmp_path, [pair(word) for word in WORDS], method="openai", technique="dpo"))
    assert (len(data.train), len(data.validation), len(data.questions)) == (16, 4, 4)
    assert all(question.reference.startswith("Yes") for question in data.questions)


def test_labels_stand_on_both_sides_of_the_split(tmp_path: Path) -> None:
    data = read_data(recipe(tmp_path, [labelled(word) for word in WORDS], method="command", task="classification"))
    for side in (data.train, data.validation):
        assert {json.loads(row)["label"] for row in side} == {"short", "long"}


@pytest.mark.parametrize(
    ("rows", "tuning", "found"),
    [
        (chat, {"method": "openai", "technique": "dpo"}, "preferred_output"),
        (pair, {"method": "openai"}, "messages"),
        (labelled, {"method": "serverless"}, "messages"),
        (chat, {"method": "command", "task": "classification"}, "label"),
    ],
)
def test_rows_of_another_method_are_refused_before_anything_is_sent(
    tmp_path: Path, rows: object, tuning: dict[str, object], found: str
) -> None:
    made = recipe(tmp_path, [rows(word) for word in WORDS], **tuning)  # type: ignore[operator]
    with pytest.raises(DataError, match=found) as refused:
        read_data(made)
    assert refused.value.exit_code == 3


@pytest.mark.parametrize(("method", "fits"), [("openai", True), ("serverless", False)])
def test_a_row_may_be_as_long_as_the_method_takes(tmp_path: Path, method: str, fits: bool) -> None:
    long = {"messages": [{"role": "user", "content": "so " * 8000}, {"role": "assistant", "content": "Yes."}]}
    made = recipe(tmp_path, [*map(chat, WORDS), long], method=method)
    if fits:
        assert len(read_data(made).train) > 0
    else:
        with pytest.raises(DataError, match="at most 4096"):
            read_data(made)


def test_files_are_located_after_they_were_sent(tmp_path: Path) -> None:
    said: list[str] = []
    store = MemoryDatastore()
    data = read_data(recipe(tmp_path, [pair(word) for word in WORDS], method="openai", technique="dpo"))
    prepared = upload_data(data, store, said.append)
    assert {prepared.train_uri, prepared.validation_uri} == {store.uri(path) for path in store.uploads}
    assert said[0] == "train: 16 rows, uploaded"
