"""Which models can be tuned where and when, and what a refusal names."""

import datetime as dt

import pytest

from catalogue.models import UnknownModelError, models
from catalogue.regions import regions
from catalogue.tunable import tunable, tunable_models

TODAY = dt.date(2026, 10, 7)
BEFORE_RETIREMENT = dt.date(2025, 6, 30)


def test_a_live_model_can_be_tuned_in_its_regions() -> None:
    assert tunable("Phi-4-mini-instruct", "serverless", "eastus2", TODAY) is None


def test_a_retired_model_is_refused_naming_its_live_successor() -> None:
    refusal = tunable("Phi-3-mini-128k-instruct", "serverless", "eastus2", TODAY)
    assert refusal is not None
    assert refusal.because == "date"
    assert refusal.successor == "Phi-4-mini-instruct"
    assert "2025-08-30" in refusal.message
    assert "Phi-4-mini-instruct" in refusal.message


def test_a_retired_model_could_be_tuned_until_its_last_day() -> None:
    assert tunable("Phi-3-mini-128k-instruct", "serverless", "eastus2", BEFORE_RETIREMENT) is None
    assert tunable("Phi-3-mini-128k-instruct", "serverless", "eastus2", dt.date(2025, 8, 30)) is None
    assert tunable("Phi-3-mini-128k-instruct", "serverless", "eastus2", dt.date(2025, 8, 31)) is not None


def test_a_region_without_the_model_is_refused_naming_the_regions() -> None:
    refusal = tunable("Phi-3-mini-128k-instruct", "serverless", "swedencentral", BEFORE_RETIREMENT)
    assert refusal is not None
    assert (refusal.because, refusal.regions) == ("region", ("eastus2",))


def test_no_successor_is_named_where_it_can_not_be_tuned_either() -> None:
    refusal = tunable("Phi-3-mini-128k-instruct", "serverless", "swedencentral", TODAY)
    assert refusal is not None
    assert refusal.successor is None


def test_a_model_whose_successor_has_no_row_is_refused_when_its_time_is_over() -> None:
    refusal = tunable("gpt-4o", "openai", "eastus2", dt.date(2027, 5, 1))
    assert refusal is not None
    assert (refusal.because, refusal.successor) == ("date", None)
    assert "2027-04-01" in refusal.message


def test_an_unknown_model_is_refused_naming_those_that_can_be_tuned() -> None:
    refusal = tunable("Phi-9", "serverless", "eastus2", TODAY)
    assert refusal is not None
    assert refusal.because == "model"
    assert "Phi-4-mini-instruct" in refusal.message


def test_a_method_the_model_lacks_is_refused() -> None:
    refusal = tunable("Phi-4", "openai", "eastus2", TODAY)
    assert refusal is not None
    assert refusal.because == "method"


def test_a_tier_trains_in_its_own_regions() -> None:
    assert tunable("gpt-4o", "openai", "westeurope", TODAY, tier="GlobalStandard") is None
    refusal = tunable("gpt-4o", "openai", "westeurope", TODAY, tier="Standard")
    assert refusal is not None
    assert (refusal.because, refusal.regions) == ("region", ("eastus2", "northcentralus", "swedencentral"))
    unknown = tunable("gpt-oss-20b", "openai", "eastus2", TODAY, tier="Standard")
    assert unknown is not None
    assert unknown.because == "sku"


def test_training_ends_with_the_base_for_those_who_never_used_the_model() -> None:
    after = dt.date(2026, 11, 20)
    refusal = tunable("o4-mini", "openai", "eastus2", after)
    assert refusal is not None
    assert refusal.because == "newcomer"
    assert tunable("o4-mini", "openai", "eastus2", after, newcomer=False) is None
    assert tunable("o4-mini", "openai", "eastus2", TODAY) is None


def test_weights_on_the_hub_can_be_tuned_by_ones_own_script_after_the_service_has_retired_the_model() -> None:
    assert tunable("Phi-3-mini-4k-instruct", "command", "eastus2", TODAY) is None
    tuning = models().model("Phi-3-mini-4k-instruct").tuning_by("command")
    assert tuning is not None
    assert tuning.weights == "microsoft/Phi-3-mini-4k-instruct"


def test_retired_models_are_not_offered() -> None:
    offered = tunable_models("serverless", "eastus2", TODAY)
    assert "Phi-4-mini-instruct" in offered
    assert "Phi-3-mini-128k-instruct" not in offered


def test_each_region_is_in_the_catalogue_and_no_model_succeeds_itself() -> None:
    catalogue = models()
    for model in catalogue.models.values():
        assert model.successor != model.name
        assert all(set(row.regions) <= set(regions()) for row in model.tuning)


def test_each_date_was_read_before_the_catalogue_was_written() -> None:
    catalogue = models()
    dates = [row.as_of for model in catalogue.models.values() for row in (model.base, *model.tuning)]
    assert all(date <= catalogue.as_of for date in dates)


def test_microsoft_models_need_no_marketplace_subscription() -> None:
    rows = [row for model in models().models.values() if model.publisher == "Microsoft" for row in model.tuning]
    assert rows
    assert not any(row.marketplace for row in rows)


def test_asking_for_an_unknown_model_names_the_known_ones() -> None:
    with pytest.raises(UnknownModelError, match="Phi-4-mini-instruct"):
        models().model("Phi-9")
