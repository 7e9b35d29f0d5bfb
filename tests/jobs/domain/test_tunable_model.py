"""Recipes held against the catalogue: what Azure would refuse is refused first, with what can be had instead."""

from datetime import date
from pathlib import Path

import pytest

from jobs.domain.errors import UsageError
from jobs.domain.recipe import Recipe
from jobs.domain.recipe_file import read_recipe
from jobs.domain.stack import StackOutputs
from jobs.domain.tunable_model import require_tunable
from tests.jobs.requests import STACK, shipped_recipe

TRAVEL = Path(__file__).parents[3] / "jobs" / "recipes" / "travel-assistant.yaml"
OPEN, CLOSED = date(2026, 6, 30), date(2026, 11, 21)
GPT4O = STACK.model_copy(update={"method": "openai", "model": "gpt-4o", "deployment_sku": "GlobalStandard"})


def travel(*settings: str) -> Recipe:
    return read_recipe(TRAVEL, settings=settings)


def stack(**outputs: object) -> StackOutputs:
    return GPT4O.model_copy(update=outputs)


def refusal(recipe: Recipe, where: StackOutputs, on: date) -> UsageError:
    with pytest.raises(UsageError) as refused:
        require_tunable(recipe, where, on)
    return refused.value


def test_the_shipped_recipes_are_tunable_where_their_stacks_are() -> None:
    require_tunable(shipped_recipe(), STACK, CLOSED)
    require_tunable(travel(), stack(catalogue_date=OPEN), CLOSED)
    require_tunable(travel("model=gpt-4.1-mini"), stack(model="gpt-4.1-mini", location="swedencentral"), CLOSED)


def test_the_day_that_a_stack_pins_counts() -> None:
    late = date(2027, 5, 1)
    assert "can't be tuned since" in str(refusal(travel(), GPT4O, late))
    require_tunable(travel(), stack(catalogue_date=OPEN), late)


def test_a_retired_model_names_its_successor() -> None:
    refused = refusal(shipped_recipe("model=Phi-3-mini-128k-instruct"), STACK, CLOSED)
    assert refused.fix.startswith("--set model=Phi-4-mini-instruct")


def test_a_model_that_is_closed_to_newcomers_needs_to_be_the_stacks_own() -> None:
    refused = refusal(travel(), stack(model="gpt-4.1-mini"), CLOSED)
    assert "closed to subscriptions that never deployed it" in str(refused)
    assert refused.fix.startswith("--set model=gpt-4.1-mini")
    require_tunable(travel(), GPT4O, CLOSED)


def test_a_tier_that_trains_elsewhere_is_refused() -> None:
    where = stack(model="gpt-4.1-mini")
    assert "regions: northcentralus, swedencentral" in str(refusal(travel("model=gpt-4.1-mini"), where, CLOSED))
    elsewhere = ("model=gpt-4.1-mini", "tier=GlobalStandard", "deployment.sku=GlobalStandard")
    require_tunable(travel(*elsewhere), where, CLOSED)


def test_a_deployment_that_azure_would_not_take_is_refused_before_the_training_is_paid_for() -> None:
    asked = ("model=gpt-4.1-mini", "tier=GlobalStandard")
    refused = refusal(travel(*asked), stack(model="gpt-4.1-mini"), CLOSED)
    assert "a model tuned from gpt-4.1-mini can't be deployed as Standard in eastus2" in str(refused)
    assert refused.fix == "--set deployment.sku=GlobalStandard; what goes there: GlobalStandard, DeveloperTier."
    lacking = refusal(travel("deployment.sku=DeveloperTier"), GPT4O, CLOSED)
    assert "a model tuned from gpt-4o can't be deployed with the SKU DeveloperTier" in str(lacking)


def test_an_unknown_model_is_refused_with_those_that_are_known() -> None:
    refused = str(refusal(travel("model=gpt-4o-grande"), GPT4O, CLOSED))
    assert "the catalogue has no model gpt-4o-grande" in refused
    assert "the catalogue has no model Phi-9; to be tuned in" in str(
        refusal(shipped_recipe("model=Phi-9"), STACK, OPEN)
    )


def test_a_technique_that_the_model_lacks_is_refused() -> None:
    recipe = travel("model=gpt-4o-mini", "tier=GlobalStandard", "technique=dpo")
    assert "can't be tuned by dpo; it has supervised" in str(refusal(recipe, stack(model="gpt-4o-mini"), CLOSED))


def test_a_method_that_the_model_lacks_is_refused() -> None:
    assert "can't be tuned by the method openai" in str(refusal(travel("model=Phi-4-mini-instruct"), GPT4O, CLOSED))
