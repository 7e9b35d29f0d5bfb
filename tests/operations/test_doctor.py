"""All checks run and all that they find is told; the exit code says what has to be mended first."""

from collections.abc import Iterator

import pytest

from operations.checks.facts import Facts
from operations.checks.finding import Cause, Finding, Pin, ok, unknown
from operations.checks.journeys import CHECKS, Check
from operations.checks.plan import Plan
from operations.doctor import Diagnosis, diagnose
from tests.operations.checks.conftest import FakeFacts, planned


def finds(*findings: Finding) -> Check:
    def check(_plan: Plan, _facts: Facts) -> Iterator[Finding]:
        yield from findings

    return check


def no(cause: Cause = "configuration", *pins: Pin) -> Finding:
    return Finding("check", "no", f"not fine: {cause}", "mend it", cause=cause, pins=pins)


@pytest.mark.parametrize(
    ("causes", "code"),
    [
        ((), 0),
        (("configuration",), 2),
        (("policy",), 4),
        (("quota",), 5),
        (("permission",), 6),
        (("quota", "permission"), 6),
        (("quota", "permission", "configuration"), 2),
    ],
)
def test_the_exit_code_says_what_has_to_be_mended_first(causes: tuple[Cause, ...], code: int) -> None:
    assert Diagnosis((ok("a", "fine"), unknown("b", "who knows"), *map(no, causes))).exit_code == code


def test_every_check_runs_in_order_also_after_one_that_found_something() -> None:
    checks = [finds(no()), finds(ok("x", "fine")), finds(unknown("y", "who knows"))]
    diagnosis = diagnose(planned(), FakeFacts(), checks)
    assert [each.verdict for each in diagnosis.findings] == ["no", "ok", "unknown"]
    assert (diagnosis.count("ok"), diagnosis.count("no"), diagnosis.count("unknown")) == (1, 1, 1)


def test_what_two_checks_find_is_told_once() -> None:
    assert len(diagnose(planned(), FakeFacts(), [finds(no()), finds(no())]).findings) == 1


def test_of_two_numbers_for_a_setting_the_smaller_is_pinned() -> None:
    found = Diagnosis((no("quota", Pin("a", 3)), no("quota", Pin("a", 1), Pin("b", 2)), no("quota", Pin("a", 2))))
    assert found.pins == (Pin("a", 1), Pin("b", 2))


def test_in_a_subscription_of_others_nothing_else_is_looked_up() -> None:
    diagnosis = diagnose(planned(), FakeFacts(subscription_=None))
    assert [each.check for each in diagnosis.findings] == ["subscription"]
    assert diagnosis.exit_code == 6


@pytest.mark.parametrize("journey", CHECKS)
def test_an_owner_of_an_empty_subscription_has_nothing_to_mend(journey: str) -> None:
    diagnosis = diagnose(planned(journey), FakeFacts())
    assert diagnosis.exit_code == 0
    assert not diagnosis.count("no")
    assert diagnosis.count("ok")
