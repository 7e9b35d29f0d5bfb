"""Rows that are in the project's datastore already, named by their path in a recipe."""

from pathlib import Path

import pytest

from jobs.domain.errors import DataError, UsageError
from jobs.domain.recipe_file import read_recipe
from jobs.services.stored_data import bring_stored
from tests.jobs.cloud_in_memory import MemoryDatastore
from tests.jobs.requests import RECIPE

THERE = "azureml://datastores/default/paths/mine/rows.jsonl"


class FilesOfAnAccount(MemoryDatastore):
    """Files that their service has given ids, as Azure OpenAI does."""

    def uri(self, path: str) -> str:
        return f"file-{path}" if path in self.files else ""


def test_rows_are_brought_by_their_path_and_anew_each_time(tmp_path: Path) -> None:
    files = MemoryDatastore({"mine/rows.jsonl": b"first", "other/rows.jsonl": b"other"})
    first = bring_stored(THERE, files, tmp_path)
    assert (first.name, first.read_bytes(), first.is_absolute()) == ("rows.jsonl", b"first", True)
    assert bring_stored(THERE.replace("mine", "other"), files, tmp_path) != first
    files.files["mine/rows.jsonl"] = b"second"
    assert bring_stored(THERE, files, tmp_path) == first
    assert first.read_bytes() == b"second"


def test_rows_that_have_expired_are_told_by_their_path(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=f"there is no {THERE}"):
        bring_stored(THERE, MemoryDatastore(), tmp_path)


@pytest.mark.parametrize("uri", ["azureml://datastores/other/paths/x", "azureml://datastores/default/paths/"])
def test_another_datastore_is_refused(uri: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="default datastore"):
        bring_stored(uri, MemoryDatastore(), tmp_path)


def test_where_an_account_keeps_the_files_there_is_no_datastore(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="on its account, not in a datastore"):
        bring_stored(THERE, FilesOfAnAccount(), tmp_path)


def test_only_paths_of_the_datastore_are_brought_whether_the_recipe_or_a_setting_names_them(tmp_path: Path) -> None:
    asked: list[str] = []

    def bring(uri: str) -> Path:
        asked.append(uri)
        return tmp_path / "brought.jsonl"

    data = read_recipe(RECIPE, settings=(f"data.train={THERE}",), bring=bring).data
    assert asked == [THERE]
    assert data.train == tmp_path / "brought.jsonl"
    assert data.validation == RECIPE.parent / "xbox-support" / "validation.jsonl"
    file = tmp_path / "recipe.yaml"
    file.write_text(RECIPE.read_text(encoding="utf-8").replace("xbox-support/train.jsonl", THERE), encoding="utf-8")
    assert read_recipe(file, bring=bring).data.train == tmp_path / "brought.jsonl"
    assert asked == [THERE, THERE]


def test_rows_of_ones_own_are_not_looked_for_there(tmp_path: Path) -> None:
    def bring(uri: str) -> Path:
        raise AssertionError(uri)

    own = tmp_path / "own.jsonl"
    assert read_recipe(RECIPE, settings=(f"data.train={THERE}",), data=own, bring=bring).data.train == own
