"""A run's recipe on another machine: the same rows, the same job, or another one where a setting is changed."""

from pathlib import Path

import pytest

from jobs.domain.errors import CloudError, UsageError
from jobs.domain.job import job_name
from jobs.domain.recipe_file import read_recipe
from jobs.services.clone import clone
from jobs.services.find_run import FoundRun, find_run
from jobs.services.prepare_data import locate_data, read_data
from jobs.services.run import run
from tests.jobs.cloud_in_memory import MemoryCloud
from tests.jobs.requests import STACK, request, shipped_recipe


def made(cloud: MemoryCloud) -> FoundRun:
    return find_run([(STACK, cloud)], run(cloud, request()).job, "phi3-test")


def test_a_clone_run_as_it_is_finds_the_same_job(tmp_path: Path) -> None:
    cloud = MemoryCloud()
    found = made(cloud)
    written = clone(found, tmp_path / "again.yaml")
    recipe = read_recipe(written.recipe)
    assert found.job is not None
    assert job_name(recipe, locate_data(read_data(recipe), cloud.files), 1) == found.job.name
    assert recipe.style == shipped_recipe().style


def test_its_rows_lie_beside_it_and_it_can_be_moved_with_them(tmp_path: Path) -> None:
    written = clone(made(MemoryCloud()), tmp_path / "one" / "again.yaml")
    assert [file.name for file in written.files] == ["train.jsonl", "validation.jsonl"]
    (tmp_path / "one").rename(tmp_path / "two")
    assert read_recipe(tmp_path / "two" / "again.yaml").data.train.is_file()


def test_a_setting_is_changed_in_the_clone(tmp_path: Path) -> None:
    written = clone(made(MemoryCloud()), tmp_path / "more.yaml", ("epochs=7",))
    assert getattr(read_recipe(written.recipe).tuning, "epochs", None) == 7


def test_a_setting_that_no_recipe_has_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="epoch"):
        clone(made(MemoryCloud()), tmp_path / "more.yaml", ("epochs=0",))
    assert not (tmp_path / "more.yaml").exists()


def test_a_file_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("mine")
    with pytest.raises(UsageError, match="is there already"):
        clone(made(MemoryCloud()), tmp_path / "mine.yaml")
    assert (tmp_path / "mine.yaml").read_text() == "mine"


def test_questions_that_only_the_other_machine_has_are_named(tmp_path: Path) -> None:
    cloud = MemoryCloud()
    found = made(cloud)
    assert found.record is not None
    found.record.recipe["data"]["evaluation"] = str(tmp_path / "elsewhere.jsonl")
    assert clone(found, tmp_path / "again.yaml").left_out == ("data.evaluation",)
    assert read_recipe(tmp_path / "again.yaml").data.evaluation is None


def test_rows_that_are_gone_are_named(tmp_path: Path) -> None:
    cloud = MemoryCloud()
    found = made(cloud)
    for path in [path for path in cloud.files.files if path.endswith("train.jsonl")]:
        del cloud.files.files[path]
    with pytest.raises(CloudError, match=r"train\.jsonl"):
        clone(found, tmp_path / "again.yaml")


def test_a_job_that_nobody_noted_can_not_be_cloned(tmp_path: Path) -> None:
    cloud = MemoryCloud()
    name = run(cloud, request()).job
    cloud.datastore.files.clear()
    with pytest.raises(UsageError, match="before there was a ledger"):
        clone(find_run([(STACK, cloud)], name, "phi3-test"), tmp_path / "again.yaml")


def test_a_run_that_no_part_of_the_stack_has_is_named() -> None:
    with pytest.raises(CloudError, match="there is no job nowhere") as refused:
        find_run([(STACK, MemoryCloud()), (STACK, MemoryCloud())], "nowhere", "platform-test")
    assert "--stack platform-test" in refused.value.fix
