"""Which machines there are, how large, and which family their cores are counted by."""

import pytest

from catalogue.compute_skus import UnknownComputeSkuError, compute_sku, compute_skus, families, family
from catalogue.regions import regions


def test_the_machines_of_the_custom_guide_are_there() -> None:
    gpu, training, serving = (
        compute_sku(name) for name in ("Standard_NC24ads_A100_v4", "Standard_E16s_v3", "Standard_E4s_v3")
    )
    assert (gpu.vcpus, gpu.gpus, gpu.family.name) == (24, 1, "standardNCADSA100v4Family")
    assert (training.vcpus, training.memory_gib, training.gpus) == (16, 128, 0)
    assert (serving.vcpus, serving.memory_gib) == (4, 32)


def test_names_are_found_in_any_case() -> None:
    assert compute_sku("standard_e4s_V3").name == "Standard_E4s_v3"
    assert family("StandardNCADSA100v4Family").title == "Standard NCADSA100v4 Family"


def test_what_is_not_there_is_refused_naming_what_is() -> None:
    with pytest.raises(UnknownComputeSkuError, match="Standard_E4s_v3"):
        compute_sku("Standard_Z1")
    with pytest.raises(UnknownComputeSkuError, match="standardESv3Family"):
        family("standardZFamily")


def test_machines_have_gpus_exactly_where_their_family_has() -> None:
    assert all((sku.gpus > 0) == (sku.family.gpu is not None) for sku in compute_skus().values())


def test_each_family_is_in_known_regions_and_has_a_machine() -> None:
    used = {sku.family.name for sku in compute_skus().values()}
    assert set(families()) == used
    assert all(set(row.regions) <= set(regions()) for row in families().values())
