"""A provider that isn't registered is refused, unless `pulumi up` registers it and the caller may."""

from operations.checks.facts import Permission
from operations.checks.providers_registered import providers_registered
from tests.operations.checks.conftest import SCOPE, UNSEEN, FakeFacts, planned

MISSING = {"Microsoft.CognitiveServices": "NotRegistered"}


def test_registered_ones_are_fine() -> None:
    assert {each.verdict for each in providers_registered(planned(), FakeFacts())} == {"ok"}


def test_one_that_the_stack_may_register_is_fine() -> None:
    found = list(providers_registered(planned(), FakeFacts(registrations=MISSING)))
    assert {each.verdict for each in found} == {"ok"}
    assert any("`pulumi up` registers it" in each.message for each in found)


def test_one_that_the_caller_may_not_register_is_refused_with_the_command() -> None:
    facts = FakeFacts(registrations=MISSING, permissions_={SCOPE: (Permission(("*/read",)),)})
    (found,) = [each for each in providers_registered(planned(), facts) if each.verdict == "no"]
    assert found.cause == "permission"
    assert "az provider register --namespace Microsoft.CognitiveServices" in found.fix


def test_one_that_the_settings_leave_alone_is_refused_with_the_setting() -> None:
    plan = planned(register_providers=False)
    (found,) = [each for each in providers_registered(plan, FakeFacts(registrations=MISSING)) if each.verdict == "no"]
    assert (found.cause, found.setting) == ("configuration", "register_providers")


def test_what_can_not_be_looked_up_is_unknown() -> None:
    facts = FakeFacts(registrations={"Microsoft.CognitiveServices": UNSEEN})
    assert "unknown" in {each.verdict for each in providers_registered(planned(), facts)}
    facts = FakeFacts(registrations=MISSING, permissions_={SCOPE: UNSEEN})
    assert "unknown" in {each.verdict for each in providers_registered(planned(), facts)}
