"""Capacity fits when it is free, or this deployment's own already; else the most that fits is told."""

from operations.checks.facts import Usage
from operations.checks.finding import Finding, Pin
from operations.checks.model_capacity import model_capacity
from tests.operations.checks.conftest import UNSEEN, FakeFacts, planned

NAME = "OpenAI.GlobalStandard.gpt-4.1-mini"


def found(facts: FakeFacts, **changes: object) -> Finding:
    (one,) = model_capacity(planned(**changes), facts)
    return one


def test_capacity_that_is_free_fits() -> None:
    assert found(FakeFacts(tokens_={NAME: Usage(400, 450)})).verdict == "ok"


def test_capacity_above_the_quota_is_refused_and_the_most_that_fits_is_pinned() -> None:
    one = found(FakeFacts(tokens_={NAME: Usage(420, 450)}))
    assert (one.verdict, one.cause, one.setting) == ("no", "quota", "openai.capacity")
    assert "50 thousand tokens a minute are asked for and 30 can be had" in one.message
    assert one.pins == (Pin("openai.capacity", 30),)


def test_what_the_deployment_has_already_is_its_own() -> None:
    used_up = {NAME: Usage(450, 450)}
    assert found(FakeFacts(tokens_=used_up, capacity=("GlobalStandard.gpt-4.1-mini", 50))).verdict == "ok"
    assert found(FakeFacts(tokens_=used_up, capacity=("Standard.gpt-4.1-mini", 50))).verdict == "no"


def test_where_nothing_is_left_nothing_is_pinned() -> None:
    one = found(FakeFacts(tokens_={NAME: Usage(450, 450)}))
    assert (one.verdict, one.pins) == ("no", ())


def test_names_of_usages_are_compared_without_case() -> None:
    assert found(FakeFacts(tokens_={NAME.lower(): Usage(0, 50)})).verdict == "ok"


def test_what_can_not_be_looked_up_is_unknown() -> None:
    for facts in (FakeFacts(tokens_=UNSEEN), FakeFacts(tokens_={}), FakeFacts(capacity=UNSEEN)):
        assert found(facts).verdict == "unknown"


def test_a_journey_without_a_base_deployment_has_nothing_to_check() -> None:
    assert not list(model_capacity(planned("phi3"), FakeFacts()))
