"""Which models can be deployed where and when, and what a refusal names."""

import datetime as dt

import pytest

from catalogue.deployable import deployable
from catalogue.models import models
from catalogue.regions import regions

OPEN = dt.date(2026, 3, 1)
CLOSED = dt.date(2026, 10, 7)
ENDED = dt.date(2027, 4, 15)


def test_a_live_model_can_be_deployed_where_its_sku_is_offered() -> None:
    assert deployable("gpt-4o", "2024-08-06", "GlobalStandard", "eastus2", OPEN) is None
    assert deployable("gpt-4o", None, "Standard", "northcentralus", OPEN) is None


def test_a_deprecated_model_is_closed_to_those_who_never_deployed_it() -> None:
    refusal = deployable("gpt-4o", "2024-08-06", "GlobalStandard", "eastus2", CLOSED)
    assert refusal is not None
    assert refusal.because == "newcomer"
    assert refusal.successor == "gpt-5.1"
    assert deployable("gpt-4o", "2024-08-06", "GlobalStandard", "eastus2", CLOSED, newcomer=False) is None


def test_a_retired_model_is_refused_to_all_naming_the_day() -> None:
    refusal = deployable("gpt-4o", "2024-08-06", "GlobalStandard", "eastus2", ENDED, newcomer=False)
    assert refusal is not None
    assert refusal.because == "date"
    assert "2027-04-14" in refusal.message


def test_tuned_models_answer_longer_than_their_base() -> None:
    assert deployable("gpt-4o", None, "Standard", "swedencentral", ENDED, tuned=True) is None
    refusal = deployable("gpt-4o", None, "Standard", "swedencentral", dt.date(2027, 10, 2), tuned=True)
    assert refusal is not None
    assert refusal.because == "date"


@pytest.mark.parametrize(
    ("sku", "region", "tuned", "because"),
    [
        ("Standard", "australiaeast", False, "region"),
        ("Standard", "northcentralus", True, "region"),
        ("DeveloperTier", "eastus2", True, "sku"),
        ("GlobalBatch", "eastus2", False, "sku"),
    ],
)
def test_skus_and_regions_of_base_and_tuned_models_differ(sku: str, region: str, tuned: bool, because: str) -> None:
    refusal = deployable("gpt-4o", None, sku, region, OPEN, tuned=tuned)
    assert refusal is not None
    assert refusal.because == because


def test_another_version_and_a_model_without_deployments_are_refused_naming_those_there_are() -> None:
    version = deployable("gpt-4o", "2024-11-20", "GlobalStandard", "eastus2", OPEN)
    model = deployable("Phi-4-mini-instruct", None, "GlobalStandard", "eastus2", OPEN)
    assert version is not None
    assert model is not None
    assert (version.because, model.because) == ("version", "model")
    assert "2024-08-06" in version.message
    assert "gpt-4o" in model.message


def test_each_offer_is_in_known_regions_and_was_read_before_the_catalogue_was_written() -> None:
    catalogue = models()
    for model in catalogue.models.values():
        for offer in (*model.serving.base, *model.serving.tuned) if model.serving else ():
            assert set(offer.regions) <= set(regions())
            assert offer.as_of <= catalogue.as_of
