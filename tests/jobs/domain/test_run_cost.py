"""What tuning costs is said with who says so, before and after; what nobody wrote down is unknown."""

import pytest

from catalogue.prices import prices
from jobs.domain.recipe import Recipe
from jobs.domain.run_cost import training_cost
from tests.jobs.requests import shipped_recipe

A100 = "Standard_NC24ads_A100_v4"


def _recipe(model: str, **tuning: object) -> Recipe:
    return Recipe.model_validate({**shipped_recipe().model_dump(), "model": model, "tuning": tuning})


@pytest.mark.parametrize("tier", ["Standard", "GlobalStandard", "developerTier"])
def test_azure_openai_is_paid_for_by_tokens_times_epochs_at_the_tiers_rate(tier: str) -> None:
    cost = training_cost(_recipe("gpt-4o", method="openai", epochs=2, tier=tier), 1_000_000)
    assert cost.usd == 2 * getattr(prices().training["gpt-4o"], tier)
    assert "calculator, 2026-02-01" in cost.how


@pytest.mark.parametrize(
    ("model", "tuning", "why"),
    [
        ("gpt-4o", {"method": "openai"}, "chooses the number of epochs"),
        ("gpt-5", {"method": "openai", "epochs": 1}, "nobody has written down"),
        ("Phi-4", {"method": "serverless"}, "nobody has written down"),
    ],
)
def test_what_cannot_be_known_is_none_and_says_why(model: str, tuning: dict[str, object], why: str) -> None:
    cost = training_cost(_recipe(model, **tuning), 10)
    assert cost.usd is None
    assert why in cost.how


def test_machines_are_a_rate_before_the_job_has_run_and_an_amount_after() -> None:
    recipe = _recipe("Phi-4-mini-instruct", method="command", nodes=2)
    before, after = (training_cost(recipe, 10, seconds, machine=A100) for seconds in (None, 1800.0))
    assert (before.usd, f"2 x {A100} at 3.673 USD an hour" in before.how) == (None, True)
    assert after.usd == pytest.approx(3.673)
    assert "for 0.50 hours" in after.how


def test_machines_without_a_price_are_named_all_the_same() -> None:
    cost = training_cost(_recipe("Phi-4-mini-instruct", method="command"), 10, machine="Standard_E4s_v3")
    assert (cost.usd, cost.how) == (None, "paid for as 1 x Standard_E4s_v3")
