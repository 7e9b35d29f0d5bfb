"""The network's range must not overlap those of other networks."""

import ipaddress

import pytest

from operations.checks.address_ranges import address_ranges
from operations.checks.plan import Plan
from tests.operations.checks.conftest import SCOPE, UNSEEN, FakeFacts, planned

THEIRS = f"{SCOPE}/resourceGroups/theirs/providers/Microsoft.Network/virtualNetworks/vnet"


def private(**network: object) -> Plan:
    return planned(network={"profile": "private", **network})


def has(arm_id: str, *ranges: str) -> FakeFacts:
    return FakeFacts(networks_={arm_id: tuple(map(ipaddress.IPv4Network, ranges))})


def test_a_range_of_its_own_is_fine_as_far_as_azure_knows() -> None:
    assert [each.verdict for each in address_ranges(private(), has(THEIRS, "10.30.0.0/16"))] == ["ok", "unknown"]


def test_an_overlapping_range_is_refused_with_the_network_that_has_it() -> None:
    (found,) = address_ranges(private(), has(THEIRS, "10.9.0.0/16", "10.20.0.0/16"))
    assert (found.verdict, found.setting) == ("no", "network.address_space")
    assert THEIRS in found.message


def test_the_stacks_own_network_does_not_overlap_itself() -> None:
    own = f"{private().group_scope}/providers/Microsoft.Network/virtualNetworks/{private().names.network}"
    assert "no" not in {each.verdict for each in address_ranges(private(), has(own, "10.20.0.0/24"))}


def test_in_a_group_of_others_only_the_network_of_our_name_is_ours() -> None:
    group = f"{SCOPE}/resourceGroups/theirs"
    plan = planned(network={"profile": "private"}, existing={"resource_group": group})
    assert "no" in {each.verdict for each in address_ranges(plan, has(THEIRS, "10.20.0.0/24"))}


def test_ranges_that_overlap_within_the_settings_are_refused_before_anything_is_asked() -> None:
    with pytest.raises(ValueError, match=r"tunestack:network\.runner_range.*overlaps network\.endpoints_range"):
        private(runner_range="10.20.0.0/27")


def test_a_public_stack_has_no_range() -> None:
    assert not list(address_ranges(planned(), has(THEIRS, "10.20.0.0/16")))


def test_what_can_not_be_looked_up_is_unknown() -> None:
    assert [each.verdict for each in address_ranges(private(), FakeFacts(networks_=UNSEEN))] == ["unknown"]
