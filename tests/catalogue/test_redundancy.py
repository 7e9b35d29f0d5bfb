"""Redundancy: what a region's storage and registries can be spread over."""

import pytest

from catalogue.redundancy import has_zones, storage_sku
from catalogue.regions import regions


@pytest.mark.parametrize(
    ("region", "here", "elsewhere"),
    [
        ("eastus2", "Standard_ZRS", "Standard_GZRS"),
        ("northcentralus", "Standard_LRS", "Standard_GRS"),
        ("italynorth", "Standard_ZRS", "Standard_ZRS"),
    ],
)
def test_the_sku_is_the_most_redundant_that_the_region_has(region: str, here: str, elsewhere: str) -> None:
    assert storage_sku(region, elsewhere=False) == here
    assert storage_sku(region, elsewhere=True) == elsewhere


def test_every_region_can_be_asked() -> None:
    assert {has_zones(region) for region in regions()} == {True, False}
