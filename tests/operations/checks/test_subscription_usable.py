"""The subscription has to be enabled, and of an offer that gives the machines that are asked for."""

from operations.checks.facts import Subscription
from operations.checks.finding import Pin
from operations.checks.subscription_usable import subscription_usable
from tests.operations.checks.conftest import UNSEEN, FakeFacts, planned

BENEFIT = Subscription("Enabled", "MSDN_2014-09-01")


def test_an_enabled_subscription_is_fine() -> None:
    (found,) = subscription_usable(planned(), FakeFacts())
    assert found.verdict == "ok"


def test_a_disabled_one_is_refused() -> None:
    (found,) = subscription_usable(planned(), FakeFacts(subscription_=Subscription("Disabled", "")))
    assert (found.verdict, found.setting) == ("no", "subscription_id")
    assert "is Disabled" in found.message


def test_one_of_others_is_refused_with_what_to_do() -> None:
    (found,) = subscription_usable(planned(), FakeFacts(subscription_=None))
    assert (found.verdict, found.cause, found.setting) == ("no", "permission", "subscription_id")
    assert "tunestack local exec" in found.fix


def test_one_that_can_not_be_seen_is_unknown() -> None:
    (found,) = subscription_usable(planned(), FakeFacts(subscription_=UNSEEN))
    assert found.verdict == "unknown"


def test_a_benefit_offer_gets_no_gpus_and_falls_back_where_that_is_allowed() -> None:
    facts = FakeFacts(subscription_=BENEFIT)
    found = list(subscription_usable(planned("phi3-custom", compute={"cpu_fallback": True}), facts))[-1]
    assert (found.verdict, found.cause, found.setting) == ("no", "quota", "compute.gpu_nodes")
    assert found.pins == (Pin("compute.gpu_nodes", 0),)
    assert not list(subscription_usable(planned("phi3-custom"), facts))[-1].pins


def test_a_benefit_offer_is_fine_without_gpus() -> None:
    facts = FakeFacts(subscription_=BENEFIT)
    for plan in (planned("gpt4o"), planned("phi3-custom", compute={"gpu_nodes": 0, "cpu_fallback": True})):
        assert [each.verdict for each in subscription_usable(plan, facts)] == ["ok"]
