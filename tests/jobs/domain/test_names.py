"""Names of jobs and endpoints."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.resource_types import by_type
from jobs.domain.endpoint import endpoint_name
from jobs.domain.job import PreparedData, job_name
from jobs.domain.recipe_file import read_recipe

RECIPE = Path(__file__).parents[3] / "jobs" / "recipes" / "xbox-support.yaml"
DATA = PreparedData("train", "validation", "0" * 64, 240, 32)


def test_a_job_has_the_same_name_for_the_same_work() -> None:
    assert job_name(read_recipe(RECIPE), DATA, 1) == job_name(read_recipe(RECIPE), DATA, 1)


@pytest.mark.parametrize(
    "setting", ["epochs=1", "learning_rate=0.5", "batch_size=32", "model=Phi-4", "tuned_model=other"]
)
def test_a_job_has_another_name_for_other_work(setting: str) -> None:
    assert job_name(read_recipe(RECIPE, settings=(setting,)), DATA, 1) != job_name(read_recipe(RECIPE), DATA, 1)


def test_a_job_has_another_name_for_other_data() -> None:
    other = PreparedData("train", "validation", "1" * 64, 240, 32)
    assert job_name(read_recipe(RECIPE), DATA, 1) != job_name(read_recipe(RECIPE), other, 1)


def test_what_is_asked_of_the_model_afterwards_makes_no_other_job() -> None:
    later = read_recipe(RECIPE, settings=("max_tokens=5", "style_margin=0.1"))
    assert job_name(later, DATA, 1) == job_name(read_recipe(RECIPE), DATA, 1)


def test_attempts_are_numbered() -> None:
    assert job_name(read_recipe(RECIPE), DATA, 3) == job_name(read_recipe(RECIPE), DATA, 1) + "-3"


@given(st.text(max_size=60))
def test_an_endpoints_name_keeps_azures_rules_whatever_the_model_is_called(label: str) -> None:
    rule = by_type("Microsoft.MachineLearningServices/workspaces/serverlessEndpoints").name
    assert re.fullmatch(str(rule.pattern), endpoint_name(label, "/subscriptions/x", "azureml://model"))


def test_two_models_or_two_workspaces_never_share_an_endpoints_name() -> None:
    names = {endpoint_name("m", workspace, model) for workspace in ("/a", "/b") for model in ("one", "two")}
    assert len(names) == 4
