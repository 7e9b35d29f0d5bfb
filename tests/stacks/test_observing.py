"""Logs and metrics of everything that has them go to Log Analytics; budgets tell of money spent."""

import json

from catalogue.diagnostics import diagnostics
from catalogue.resource_types import by_token
from tests.stacks.conftest import declare, shipped

SETTING = "azure-native:monitor:DiagnosticSetting"
BUDGET = {"amount": 100, "start": "2026-11-01", "emails": ["someone@example.com"], "thresholds": [50, 100]}


def test_everything_that_has_logs_or_metrics_sends_them() -> None:
    stack = shipped("phi3-prod")
    observed = {each["resourceUri"].rsplit("/", 1)[1] for each in stack.all(SETTING).values()}
    having = {
        each.name
        for each in stack.resources
        if each.token.startswith("azure-native:") and by_token(each.token).type in diagnostics()
    }
    assert having - {"logs"} <= observed | {"storage-blobs"}
    assert len(stack.all(SETTING)) == len(having)


def test_all_logs_and_all_metrics_are_sent_where_a_type_has_them() -> None:
    settings = shipped("phi3-prod").all(SETTING)
    assert settings["vault-logs"]["logs"] == [{"categoryGroup": "allLogs", "enabled": True}]
    assert settings["vault-logs"]["metrics"] == [{"category": "AllMetrics", "enabled": True}]
    assert "logs" not in settings["storage-logs"]  # those are its services'
    assert "metrics" not in settings["network-runner-logs"]


def test_nothing_is_sent_where_the_settings_say_so() -> None:
    assert not declare({"tunestack:diagnostics": "false"}).all(SETTING)


def test_a_budget_tells_of_money_spent_and_of_money_that_will_be() -> None:
    budget = declare({"tunestack:budget": json.dumps(BUDGET)}).one("azure-native:consumption:Budget")
    assert budget["amount"] == 100
    assert budget["timePeriod"] == {"startDate": "2026-11-01T00:00:00Z"}
    assert budget["scope"].endswith("/group")
    assert "filter" not in budget
    heard = {(each["thresholdType"], each["threshold"]) for each in budget["notifications"].values()}
    assert heard == {("Actual", 50), ("Actual", 100), ("Forecasted", 100)}
    assert all(each["contactEmails"] == ["someone@example.com"] for each in budget["notifications"].values())


def test_there_is_no_budget_without_the_setting() -> None:
    assert not declare().all("azure-native:consumption:Budget")
