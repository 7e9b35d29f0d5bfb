"""Prices as they were written down somewhere: with source and date, and unknown where nobody did."""

import datetime as dt

import pytest

from catalogue.prices import prices


@pytest.mark.parametrize(("sku", "usd"), [("Standard", 1.70), ("GlobalStandard", 1.70), ("DeveloperTier", 0)])
def test_hosting_of_tuned_models_has_a_price_by_the_hour(sku: str, usd: float) -> None:
    assert prices().hosting[sku].usd == usd


def test_what_nobody_wrote_down_has_no_price() -> None:
    assert "Standard_E4s_v3" not in prices().machines


def test_every_price_is_dated_before_the_day_it_was_read() -> None:
    found = prices()
    rows = [*found.hosting.values(), *found.tokens.values(), *found.training.values(), *found.machines.values()]
    assert all(dt.date(2026, 1, 1) <= row.as_of <= found.as_of for row in rows)


def test_cheaper_tiers_of_training_are_cheaper() -> None:
    for row in prices().training.values():
        assert row.Standard > row.GlobalStandard > row.developerTier
