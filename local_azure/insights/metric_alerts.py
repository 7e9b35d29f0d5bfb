"""Alerts on metrics: their rules. Nothing is measured here, so none is ever told of."""

from collections.abc import Iterator
from typing import Any

from catalogue.metrics import metrics
from local_azure.behaviour import Behaviour, Write
from local_azure.insights.bare_error import BareError
from local_azure.json_types import Json
from local_azure.platform import Platform

# azure-rest-api-specs, Microsoft.Insights 2018-03-01, metricAlert_API.
KINDS = (
    "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria",
    "Microsoft.Azure.Monitor.MultipleResourceMultipleMetricCriteria",
    "Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria",
)
OPERATORS = ("Equals", "GreaterThan", "GreaterThanOrEqual", "LessThan", "LessThanOrEqual")
AGGREGATIONS = ("Average", "Count", "Minimum", "Maximum", "Total")
# azure-monitor-docs alerts-create-metric-alert-rule, as of 2026-07: minutes.
FREQUENCIES = {"PT1M": 1, "PT5M": 5, "PT15M": 15, "PT30M": 30, "PT1H": 60}
WINDOWS = FREQUENCIES | {"PT6H": 360, "PT12H": 720, "P1D": 1440}
LEAST_SEVERE = 4


def metric_alert_behaviour(platform: Platform) -> Behaviour:
    """Returns the behaviour of ``Microsoft.Insights/metricAlerts``."""

    async def validate(write: Write) -> None:
        properties = write.body.get("properties") or {}
        for problem in _problems(properties):
            raise _bad(problem)
        for scope in properties["scopes"]:
            if platform.resources.get(str(scope)) is None:
                raise BareError(404, "ResourceNotFound", f"The resource '{scope}' that the alert is for was not found.")
        for action in properties.get("actions") or ():
            group = str(action.get("actionGroupId"))
            if platform.resources.get(group) is None:
                raise BareError(404, "ResourceNotFound", f"The action group '{group}' was not found.")
        watched = platform.resources.get(str(properties["scopes"][0]))
        for problem in _metric_problems(properties, watched.type if watched else ""):
            raise _bad(problem)

    # azure-mgmt-monitor 7.0 takes no other answer than 200 for success.
    return Behaviour(validate=validate, shows_state=False, answers_ok=True)


def _problems(properties: Json) -> Iterator[str]:
    if not properties.get("scopes"):
        yield "Scopes must name a resource."
    if properties.get("severity") not in range(LEAST_SEVERE + 1):
        yield f"Severity must be between 0 and {LEAST_SEVERE}."
    frequency, window = str(properties.get("evaluationFrequency")), str(properties.get("windowSize"))
    if frequency not in FREQUENCIES:
        yield f"EvaluationFrequency '{frequency}' is not supported: {', '.join(FREQUENCIES)}."
    elif WINDOWS.get(window, 0) < FREQUENCIES[frequency]:
        yield f"WindowSize '{window}' must be one of {', '.join(WINDOWS)} and not below the evaluation frequency."
    criteria = properties.get("criteria") or {}
    if criteria.get("odata.type") not in KINDS:
        yield f"The criteria's odata.type must be one of {', '.join(KINDS)}."
    elif criteria["odata.type"] != KINDS[2] and not criteria.get("allOf"):
        yield "The criteria need at least one condition in allOf."
    for each in criteria.get("allOf") or ():
        yield from _condition_problems(each)


def _condition_problems(condition: Json) -> Iterator[str]:
    if not condition.get("name") or not condition.get("metricName"):
        yield "Each condition needs a name and a metricName."
    if condition.get("timeAggregation") not in AGGREGATIONS:
        yield f"TimeAggregation must be one of {', '.join(AGGREGATIONS)}."
    if condition.get("criterionType") == "StaticThresholdCriterion":
        if condition.get("operator") not in OPERATORS:
            yield f"Operator must be one of {', '.join(OPERATORS)}."
        if not isinstance(condition.get("threshold"), int | float):
            yield "Threshold must be a number."


def _metric_problems(properties: Json, watched_type: str) -> Iterator[str]:
    """Azure looks the metric up at the resource; types whose metrics nobody noted are taken as they are."""
    known = metrics().get(watched_type, {})
    for condition in (properties["criteria"].get("allOf") or ()) if known else ():
        name = str(condition["metricName"])
        row = known.get(name)
        if row is None:
            if not condition.get("skipMetricValidation"):
                yield f"Couldn't find a metric named {name}. Make sure the name is correct."
            continue
        if condition["timeAggregation"] not in row.aggregations:
            yield f"The metric {name} can't be aggregated by {condition['timeAggregation']}."
        yield from (f"The metric {name} has no dimension {each}." for each in _unknown(condition, row.dimensions))


def _unknown(condition: Json, dimensions: tuple[str, ...]) -> list[Any]:
    asked = [each.get("name") for each in condition.get("dimensions") or ()]
    return [name for name in asked if str(name).lower() not in {each.lower() for each in dimensions}]


def _bad(message: str) -> BareError:
    return BareError(400, "BadRequest", message)
