"""A model has to be offered in the region, under the SKU, to this subscription, on this day."""

import dataclasses

from operations.checks.facts import OfferedModel
from operations.checks.finding import Finding
from operations.checks.models_available import models_available
from tests.operations.checks.conftest import MINI, UNSEEN, FakeFacts, planned


def refusals(facts: FakeFacts, **changes: object) -> list[Finding]:
    return [each for each in models_available(planned(**changes), facts) if each.verdict == "no"]


def offered(**changes: object) -> FakeFacts:
    return FakeFacts(models_=(dataclasses.replace(MINI, **changes),))  # type: ignore[arg-type]


def test_an_offered_model_is_fine() -> None:
    assert {each.verdict for each in models_available(planned(), FakeFacts())} == {"ok"}


def test_a_region_without_the_model_is_refused_with_what_it_offers() -> None:
    other = OfferedModel("gpt-4.1", "2025-04-14", "", "", {"GlobalStandard": "x"}, fine_tunes=True)
    (found,) = refusals(FakeFacts(models_=(other,)))
    assert found.setting == "models.openai"
    assert "swedencentral doesn't offer gpt-4.1-mini 2025-04-14" in found.message
    assert "gpt-4.1 2025-04-14" in found.fix


def test_a_sku_that_the_region_lacks_is_refused_with_those_it_has() -> None:
    (found,) = refusals(offered(skus={"Standard": "x"}))
    assert (found.setting, "Standard" in found.fix) == ("openai.sku", True)


def test_a_region_that_does_not_tune_the_model_is_refused() -> None:
    (found,) = refusals(offered(fine_tunes=False))
    assert found.setting == "location"


def test_a_model_whose_day_has_passed_is_refused() -> None:
    assert "is retired" in refusals(offered(inference_until="2026-11-20T00:00:00Z"))[0].message
    assert "is retired" in refusals(offered(lifecycle="Deprecated"))[0].message
    assert not refusals(offered(inference_until="2026-11-22T00:00:00Z"))


def test_a_closed_model_is_fine_for_a_subscription_that_deploys_it_and_unknown_for_others() -> None:
    closed = offered(lifecycle="Deprecating")
    last = list(models_available(planned(), closed))[-1]
    assert (last.verdict, last.setting) == ("unknown", "openai.deployed_before")
    mine = dataclasses.replace(closed, deployments_=("/subscriptions/s/.../deployments/d",))
    assert list(models_available(planned(), mine))[-1].verdict == "ok"
    unseen = dataclasses.replace(closed, deployments_=UNSEEN)
    assert list(models_available(planned(), unseen))[-1].verdict == "unknown"


def test_what_can_not_be_looked_up_is_unknown() -> None:
    assert list(models_available(planned(), FakeFacts(models_=UNSEEN)))[-1].verdict == "unknown"


def test_what_azure_has_no_list_of_is_unknown() -> None:
    (found,) = models_available(planned("phi3"), FakeFacts())
    assert (found.verdict, found.setting) == ("unknown", "models.serverless")


def test_what_ones_own_script_loads_azure_does_not_decide() -> None:
    (found,) = models_available(planned("phi3-custom"), FakeFacts())
    assert found.verdict == "ok"
