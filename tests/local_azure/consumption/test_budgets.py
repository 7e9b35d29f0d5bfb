"""Budgets: months, amounts and contacts that Azure accepts, at a subscription or a group."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from local_azure.identity import SUBSCRIPTION_SCOPE
from local_azure.options import Options
from tests.local_azure.running import HeldClock, LocalAzure, group_id

BUDGETS = "providers/Microsoft.Consumption/budgets"
PATH = f"{group_id('rg')}/{BUDGETS}/monthly"
NOTICE = {
    "enabled": True,
    "operator": "GreaterThanOrEqualTo",
    "threshold": 80,
    "thresholdType": "Actual",
    "contactEmails": ["owner@example.com"],
}


def budget(**properties: object) -> dict[str, Any]:
    usual = {
        "category": "Cost",
        "amount": 500,
        "timeGrain": "Monthly",
        "timePeriod": {"startDate": "2026-10-01T00:00:00Z"},
        "notifications": {"actual-80": NOTICE},
    }
    return {"properties": usual | properties}


def start(day: str) -> dict[str, Any]:
    return {"timePeriod": {"startDate": day}}


@contextmanager
def october(directory: Path, **chosen: Any) -> Iterator[tuple[LocalAzure, HeldClock]]:  # noqa: ANN401 -- as options take them
    """A local Azure in October 2026, with a group, and its clock."""
    clock = HeldClock(datetime(2026, 10, 7, tzinfo=UTC))
    options = Options(weights="tiny-random", retry_after_ms=10, **chosen)
    with LocalAzure(directory, clock=clock, options=options) as running:
        running.put(group_id("rg"), {"location": "eastus2"})
        yield running, clock


@pytest.fixture(scope="module")
def azure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAzure]:
    """A local Azure in October 2026, for all tests that don't move its time."""
    with october(tmp_path_factory.mktemp("budgets")) as (running, _):
        yield running


@pytest.mark.parametrize("scope", [SUBSCRIPTION_SCOPE, group_id("rg")])
def test_a_budget_runs_ten_years_where_no_end_is_given(azure: LocalAzure, scope: str) -> None:
    made = azure.call("PUT", f"{scope}/{BUDGETS}/monthly", budget()).raise_for_status().json()
    assert made["properties"]["timePeriod"] == {"startDate": "2026-10-01T00:00:00Z", "endDate": "2036-10-01T00:00:00Z"}
    assert made["properties"]["currentSpend"] == {"amount": 0.0, "unit": "USD"}
    again = azure.call("PUT", f"{scope}/{BUDGETS}/monthly", budget())
    assert (again.status_code, again.json()["eTag"]) == (200, made["eTag"])


def test_a_budget_that_somebody_else_has_changed_is_left_alone(azure: LocalAzure) -> None:
    first = azure.put(PATH, budget())
    azure.put(PATH, budget(amount=600))
    stale = azure.call("PUT", PATH, budget(amount=700) | {"eTag": first["eTag"]})
    assert (stale.status_code, stale.json()["error"]["code"]) == (412, "PreconditionFailed")
    current = azure.call("GET", PATH).json()["eTag"]
    assert azure.call("PUT", PATH, budget(amount=700) | {"eTag": current}).status_code == 200


def test_a_budget_goes_on_when_its_first_month_is_over(tmp_path: Path) -> None:
    with october(tmp_path) as (running, clock):
        running.put(PATH, budget())
        clock.advance(days=60)
        assert running.call("PUT", PATH, budget(amount=600)).status_code == 200
        late = running.call("PUT", f"{group_id('rg')}/{BUDGETS}/late", budget())
        assert (late.status_code, late.json()["error"]["target"]) == (400, "properties.timePeriod")


@pytest.mark.parametrize("day", ["2026-10-02", "2026-09-01", "2027-11-01", "soon", ""])
def test_it_begins_with_a_month_that_is_not_over_and_not_far_off(azure: LocalAzure, day: str) -> None:
    answer = azure.call("PUT", PATH, budget(**start(day)))
    assert (answer.status_code, answer.json()["error"]["target"]) == (400, "properties.timePeriod")


def test_where_any_month_will_do_a_past_one_does(tmp_path: Path) -> None:
    with october(tmp_path, any_budget_start=True) as (running, _):
        running.put(PATH, budget(**start("2026-01-01")))


@pytest.mark.parametrize(
    ("wrong", "target"),
    [
        ({"amount": 0}, "properties.amount"),
        ({"amount": "much"}, "properties.amount"),
        ({"category": "Usage"}, "properties.category"),
        ({"timeGrain": "Weekly"}, "properties.timeGrain"),
        ({"timePeriod": {"startDate": "2026-10-01", "endDate": "2026-10-01"}}, "properties.timePeriod"),
        ({"notifications": {str(number): NOTICE for number in range(6)}}, "properties.notifications"),
        ({"notifications": {"one": NOTICE | {"contactEmails": []}}}, "properties.notifications"),
        ({"notifications": {"one": NOTICE | {"contactEmails": ["nobody"]}}}, "properties.notifications"),
        ({"notifications": {"one": NOTICE | {"threshold": 1001}}}, "properties.notifications"),
        ({"notifications": {"one": NOTICE | {"operator": "LessThan"}}}, "properties.notifications"),
        ({"notifications": {"one": NOTICE | {"thresholdType": "Felt"}}}, "properties.notifications"),
        ({"notifications": {"one": NOTICE | {"enabled": "yes"}}}, "properties.notifications"),
    ],
)
def test_what_is_wrong_with_a_budget_is_told(azure: LocalAzure, wrong: dict[str, object], target: str) -> None:
    answer = azure.call("PUT", PATH, budget(**wrong))
    assert (answer.status_code, answer.json()["error"]["target"]) == (400, target)


def test_a_resource_has_no_budget_of_its_own(azure: LocalAzure) -> None:
    azure.register_all()
    registry = f"{group_id('rg')}/providers/Microsoft.ContainerRegistry/registries/regbudget1"
    azure.put(registry, {"location": "eastus2", "sku": {"name": "Basic"}, "properties": {}})
    assert azure.call("PUT", f"{registry}/{BUDGETS}/monthly", budget()).status_code == 400
