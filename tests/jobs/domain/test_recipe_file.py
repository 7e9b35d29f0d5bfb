"""Recipes."""

from pathlib import Path

import pytest

from jobs.domain.errors import UsageError
from jobs.domain.recipe_file import read_recipe

RECIPE = Path(__file__).parents[3] / "jobs" / "recipes" / "xbox-support.yaml"
SMALL = """
name: small
tuning: {method: serverless}
model: Phi-4-mini-instruct
tuned_model: small-tuned
data: {train: rows.jsonl}
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    file = tmp_path / "small.yaml"
    file.write_text(SMALL)
    return file


def test_the_shipped_recipe_reads_and_its_files_are_there() -> None:
    recipe = read_recipe(RECIPE)
    assert recipe.data.train.exists()
    assert recipe.data.validation is not None
    assert recipe.data.validation.exists()
    assert recipe.data.evaluation is not None
    assert recipe.data.evaluation.exists()


def test_paths_are_relative_to_the_recipe(small: Path) -> None:
    assert read_recipe(small).data.train == small.parent / "rows.jsonl"


def test_content_safety_is_on_unless_opted_out(small: Path) -> None:
    assert read_recipe(small).deployment.content_safety
    assert not read_recipe(small, settings=("content_safety=false",)).deployment.content_safety


def test_a_setting_beats_the_stack_and_the_stack_beats_the_recipe() -> None:
    overrides = {"epochs": 2, "learning_rate": 0.001}
    recipe = read_recipe(RECIPE, overrides=overrides, settings=("epochs=5",))
    assert (recipe.tuning.epochs, recipe.tuning.learning_rate) == (5, 0.001)
    assert recipe.tuning.batch_size == read_recipe(RECIPE).tuning.batch_size


def test_a_setting_can_be_given_with_its_section(small: Path) -> None:
    assert read_recipe(small, settings=("tuning.batch_size=8",)).tuning.batch_size == 8


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ("epochs=99", r"tuning\.epochs: .*less than or equal to 10.*99"),
        ("tuning.epoch=1", r"tuning\.epoch: Extra inputs are not permitted"),
        ("tuning.method=none", "tuning"),
        ("epochs", "isn't key=value"),
        ("name.x=1", "'name' has no keys"),
        ("epochs='3'", r"tuning\.epochs: .*valid integer"),
    ],
)
def test_a_wrong_setting_is_refused_naming_key_and_value(small: Path, setting: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        read_recipe(small, settings=(setting,))


@pytest.mark.parametrize("section", ["margins", "floors", "ceilings", "tolerances"])
def test_a_gate_for_what_nothing_measures_is_refused_before_anything_is_paid_for(small: Path, section: str) -> None:
    with pytest.raises(UsageError, match=r"\n  gate: there is no metric acuracy; is accuracy meant\?$"):
        read_recipe(small, settings=(f"gate.{section}.acuracy=0.5",))
    with pytest.raises(UsageError, match=r"there is no metric warmth; there are accuracy, .*, token_accuracy"):
        read_recipe(small, settings=(f"gate.{section}.warmth=0.5",))
    own = ("evaluation.metrics=['our_metrics.tone:warmth', politeness]", f"gate.{section}.warmth=0.5")
    read_recipe(small, settings=(*own, f"gate.{section}.politeness=0.5"))


def test_all_mistakes_of_a_recipe_are_told_at_once(small: Path) -> None:
    small.write_text(SMALL.replace("serverless", "serverless, epochs: 0, batchsize: 4") + "gates: {}\n")
    with pytest.raises(UsageError, match=r"(?s)tuning.epochs.*tuning.batchsize.*gates"):
        read_recipe(small)


@pytest.mark.parametrize("content", ["- a\n- b\n", "a: [", "just text"])
def test_a_file_that_is_no_recipe_is_refused(small: Path, content: str) -> None:
    small.write_text(content)
    with pytest.raises(UsageError, match=r"small\.yaml"):
        read_recipe(small)


def test_a_missing_recipe_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no recipe"):
        read_recipe(tmp_path / "none.yaml")


def test_other_data_brings_no_style_and_is_split() -> None:
    other = RECIPE.parent / "xbox-support" / "validation.jsonl"
    recipe = read_recipe(RECIPE, data=other)
    assert recipe.data.train == other
    assert (recipe.data.validation, recipe.data.evaluation) == (None, None)
    assert not recipe.style.any_given()
    assert recipe.gate.style_margin == 0
