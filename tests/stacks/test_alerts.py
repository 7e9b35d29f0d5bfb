"""Alerts: on what each journey has, told to whom the settings name, and none unless asked for."""

import json
from functools import cache
from typing import Any

import pytest

from infra.metric_alert import Condition, UnusableMetricError, criterion
from stacks.configuration import SettingsError
from tests.stacks.conftest import Declared, declare, shipped

ALERT = "azure-native:monitor:MetricAlert"
GROUP = "azure-native:monitor:ActionGroup"
ENDPOINTS = "Microsoft.MachineLearningServices/workspaces/onlineEndpoints"


@cache
def stack(journey: str, alerts: str) -> Declared:
    return declare({"tunestack:alerts": alerts}, journey)


def alerting(journey: str, **alerts: object) -> dict[str, Any]:
    """The alerts of a journey by name: what each looks at, and its one condition."""
    declared = stack(journey, json.dumps(alerts)).all(ALERT)
    return {name.removesuffix("-alert"): (each, each["criteria"]["allOf"][0]) for name, each in declared.items()}


def test_no_alert_is_declared_unless_asked_for() -> None:
    declared = declare({}, "platform")
    assert not declared.all(ALERT)
    assert not declared.all(GROUP)


@pytest.mark.parametrize(
    ("journey", "expected"),
    [
        ("phi3", {"project-failed-runs"}),
        ("gpt4o", {"openai-latency", "openai-availability", "openai-throttled"}),
        ("phi3-custom", {"workspace-failed-runs", "xbox-latency", "xbox-errors"}),
        (
            "platform",
            {
                *("project-failed-runs", "workspace-failed-runs", "xbox-latency", "xbox-errors"),
                *("openai-latency", "openai-availability", "openai-throttled"),
            },
        ),
    ],
)
def test_each_journey_is_watched_where_its_models_answer_and_its_jobs_run(journey: str, expected: set[str]) -> None:
    assert set(alerting(journey, endpoints=["xbox"])) == expected


def test_thresholds_are_those_of_the_settings() -> None:
    alerts = alerting("gpt4o", latency_seconds=12, availability_percent=99.5, throttled=7)
    found = {name: (condition["operator"], condition["threshold"]) for name, (_, condition) in alerts.items()}
    assert found == {
        "openai-latency": ("GreaterThan", 12000),
        "openai-availability": ("LessThan", 99.5),
        "openai-throttled": ("GreaterThan", 7),
    }
    (dimension,) = alerts["openai-throttled"][1]["dimensions"]
    assert dimension == {"name": "StatusCode", "operator": "Include", "values": ["429"]}


def test_an_endpoint_is_watched_by_its_id_in_the_workspace() -> None:
    alert, condition = alerting("phi3-custom", endpoints=["xbox"])["xbox-errors"]
    (scope,) = alert["scopes"]
    assert scope.endswith("/workspace/onlineEndpoints/xbox")
    assert (condition["metricNamespace"], condition["metricName"]) == (ENDPOINTS, "RequestsPerMinute")
    assert condition["dimensions"][0]["values"] == ["5xx"]


def test_whom_the_settings_name_hears_of_every_alert() -> None:
    declared = stack("platform", json.dumps({"emails": ["one@example.com", "two@example.com"]}))
    receivers = declared.one(GROUP)["emailReceivers"]
    assert [each["emailAddress"] for each in receivers] == ["one@example.com", "two@example.com"]
    for each in declared.all(ALERT).values():
        assert [action["actionGroupId"].rsplit("/", 1)[1] for action in each["actions"]] == ["alert-receivers"]


def test_without_addresses_alerts_are_in_the_portal_alone() -> None:
    declared = stack("gpt4o", "{}")
    assert not declared.all(GROUP)
    assert not any("actions" in each for each in declared.all(ALERT).values())


@pytest.mark.parametrize("journey", ["phi3", "gpt4o", "phi3-custom", "platform"])
def test_production_is_watched(journey: str) -> None:
    declared = shipped(f"{journey}-prod")
    assert declared.all(ALERT)
    assert declared.one(GROUP)["tags"]["environment"] == "prod"


def test_a_metric_that_azure_can_not_look_at_that_way_is_refused() -> None:
    condition = Condition("RequestLatency_P95", "Total", "GreaterThan", 1, {"statusCode": ["500"]})
    with pytest.raises(UnusableMetricError, match="it has Average and deployment"):
        criterion("a", ENDPOINTS, condition)


@pytest.mark.parametrize(
    "alerts",
    ['{"emails": ["nobody"]}', '{"latency_seconds": 0}', '{"availability_percent": 100}', '{"endpoints": ["9"]}'],
)
def test_settings_that_can_not_be_meant_are_refused(alerts: str) -> None:
    with pytest.raises(SettingsError, match=r"tunestack:alerts\."):
        declare({"tunestack:alerts": alerts}, "gpt4o")
