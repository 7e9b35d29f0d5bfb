"""Alerts on metrics: on what is there, of metrics that it has, told to groups that are there."""

from copy import deepcopy
from typing import Any

import pytest

from tests.local_azure.running import LocalAzure

INSIGHTS = "providers/Microsoft.Insights"
SINGLE = "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria"


@pytest.fixture
def account(local_azure: LocalAzure, group: str) -> str:
    """The id of a Foundry account."""
    name = f"ais-{group.rsplit('-', 1)[-1]}"
    made = f"{group}/providers/Microsoft.CognitiveServices/accounts/{name}"
    body = {"location": "eastus2", "kind": "AIServices", "sku": {"name": "S0"}, "properties": {}}
    local_azure.put(made, body)
    return made


@pytest.fixture
def receivers(local_azure: LocalAzure, group: str) -> str:
    """The id of an action group."""
    made = f"{group}/{INSIGHTS}/actionGroups/us"
    local_azure.put(made, receiving("us@example.com"))
    return made


def receiving(*emails: str, short: str = "us") -> dict[str, Any]:
    receivers = [{"name": email, "emailAddress": email} for email in emails]
    return {"location": "global", "properties": {"groupShortName": short, "enabled": True, "emailReceivers": receivers}}


def alert(account: str, receivers: str) -> dict[str, Any]:
    condition = {
        "criterionType": "StaticThresholdCriterion",
        "name": "slow",
        "metricName": "AzureOpenAITTLTInMS",
        "metricNamespace": "Microsoft.CognitiveServices/accounts",
        "timeAggregation": "Average",
        "operator": "GreaterThan",
        "threshold": 30000,
        "dimensions": [{"name": "ModelName", "operator": "Include", "values": ["gpt-4o"]}],
    }
    properties = {
        "severity": 2,
        "enabled": True,
        "scopes": [account],
        "evaluationFrequency": "PT5M",
        "windowSize": "PT15M",
        "criteria": {"odata.type": SINGLE, "allOf": [condition]},
        "actions": [{"actionGroupId": receivers}],
    }
    return {"location": "global", "properties": properties}


def changed(body: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    copy = deepcopy(body)
    *above, last = path.split(".")
    place: Any = copy["properties"]
    for each in above:
        place = place[int(each)] if each.isdigit() else place[each.replace("|", ".")]
    place[last.replace("|", ".")] = value
    return copy


def test_an_alert_is_kept_as_it_was_sent(local_azure: LocalAzure, group: str, account: str, receivers: str) -> None:
    path, body = f"{group}/{INSIGHTS}/metricAlerts/slow", alert(account, receivers)
    assert local_azure.call("PUT", path, body).is_success
    assert local_azure.call("PUT", path, body).status_code == 200
    kept = local_azure.call("GET", path).json()
    assert kept["properties"]["criteria"] == body["properties"]["criteria"]
    assert local_azure.call("DELETE", path).is_success
    assert local_azure.call("GET", path).status_code == 404


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("scopes", [], "Scopes must name a resource"),
        ("severity", 5, "Severity must be between 0 and 4"),
        ("evaluationFrequency", "PT2M", "EvaluationFrequency 'PT2M' is not supported"),
        ("windowSize", "PT1M", "not below the evaluation frequency"),
        ("criteria.odata|type", "Something", "odata.type must be one of"),
        ("criteria.allOf", [], "at least one condition"),
        ("criteria.allOf.0.metricName", "AzureOpenAILatency", "Couldn't find a metric named AzureOpenAILatency"),
        ("criteria.allOf.0.timeAggregation", "Total", "can't be aggregated by Total"),
        ("criteria.allOf.0.timeAggregation", "Median", "TimeAggregation must be one of"),
        ("criteria.allOf.0.operator", "Above", "Operator must be one of"),
        ("criteria.allOf.0.threshold", "30000", "Threshold must be a number"),
        ("criteria.allOf.0.dimensions.0.name", "Colour", "has no dimension Colour"),
    ],
)
def test_what_azure_does_not_take_is_refused(
    local_azure: LocalAzure, group: str, account: str, receivers: str, path: str, value: object, said: str
) -> None:
    body = changed(alert(account, receivers), path, value)
    answer = local_azure.call("PUT", f"{group}/{INSIGHTS}/metricAlerts/slow", body)
    assert (answer.status_code, answer.json()["code"]) == (400, "BadRequest")
    assert said in answer.json()["message"]


@pytest.mark.parametrize("path", ["scopes.0", "actions.0.actionGroupId"])
def test_what_it_looks_at_and_whom_it_tells_must_be_there(
    local_azure: LocalAzure, group: str, account: str, receivers: str, path: str
) -> None:
    nowhere = f"{group}/providers/Microsoft.CognitiveServices/accounts/nowhere"
    body = alert(account, receivers)
    if path.startswith("scopes"):
        body["properties"]["scopes"] = [nowhere]
    else:
        body = changed(body, path, nowhere)
    answer = local_azure.call("PUT", f"{group}/{INSIGHTS}/metricAlerts/slow", body)
    assert (answer.status_code, answer.json()["code"]) == (404, "ResourceNotFound")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (receiving("us@example.com", short=""), "1 to 12 characters"),
        (receiving("us@example.com", short="a-name-that-is-long"), "1 to 12 characters"),
        (receiving("nobody"), "needs a name and an email address"),
        (receiving("us@example.com", "US@example.com"), "must be unique"),
    ],
)
def test_receivers_that_can_not_be_told_are_refused(
    local_azure: LocalAzure, group: str, body: dict[str, Any], said: str
) -> None:
    answer = local_azure.call("PUT", f"{group}/{INSIGHTS}/actionGroups/us", body)
    assert answer.status_code == 400
    assert said in answer.json()["message"]
