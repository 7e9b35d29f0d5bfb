"""The region has to have the machines that are asked for."""

from operations.checks.machines_available import machines_available
from tests.operations.checks.conftest import UNSEEN, FakeFacts, planned


def test_machines_of_the_region_are_fine() -> None:
    assert {each.verdict for each in machines_available(planned("phi3-custom"), FakeFacts())} == {"ok"}


def test_a_machine_that_the_region_lacks_is_refused_with_its_setting() -> None:
    facts = FakeFacts(machines_=frozenset({"standard_e16s_v3", "standard_e4s_v3"}))
    (found,) = [each for each in machines_available(planned("phi3-custom"), facts) if each.verdict == "no"]
    assert found.setting == "compute.gpu_sku"
    assert "no Standard_NC24ads_A100_v4 in eastus2" in found.message


def test_a_machine_that_is_not_asked_for_is_not_looked_for() -> None:
    plan = planned("phi3-custom", compute={"gpu_nodes": 0, "cpu_fallback": True})
    facts = FakeFacts(machines_=frozenset({"standard_e16s_v3", "standard_e4s_v3"}))
    assert {each.verdict for each in machines_available(plan, facts)} == {"ok"}


def test_what_can_not_be_looked_up_is_unknown() -> None:
    found = machines_available(planned("phi3-custom"), FakeFacts(machines_=UNSEEN))
    assert [each.verdict for each in found] == ["unknown"]


def test_a_journey_without_compute_has_nothing_to_check() -> None:
    assert not list(machines_available(planned(), FakeFacts()))
