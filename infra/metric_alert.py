"""An alert on one metric of one resource."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

import pulumi

from catalogue.metrics import Metric, metric
from infra.options import child
from infra.placement import Placement

if TYPE_CHECKING:
    from pulumi_azure_native import monitor

LOOKED_AT_EVERY: Final = "PT5M"
OVER: Final = "PT15M"
"""A quarter of an hour is long enough not to tell of a single slow answer, and short enough to act on."""


@dataclass(frozen=True)
class Condition:
    """When it is told of a metric.

    Attributes:
        metric: Its name in Azure Monitor, as in catalogue/metrics.yaml.
        aggregation: Of the values of a quarter of an hour.
        operator: How the aggregate then compares with the threshold.
        threshold: In the metric's unit.
        dimensions: Values that count, by dimension; all where none are named.
    """

    metric: str
    aggregation: Literal["Average", "Total", "Maximum", "Minimum", "Count"]
    operator: Literal["GreaterThan", "LessThan"]
    threshold: float
    dimensions: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class MetricAlertInputs:
    """What is looked at, and who is told.

    Attributes:
        name: 1 to 260 characters, unique in the group.
        description: What it means, for whoever is woken by it.
        severity: 0, critical, to 4, verbose.
        resource_id: ARM id of the resource.
        arm_type: The resource's type.
        condition: When it is told of.
        action_group_id: ARM id of who hears of it; None where it is to be seen in the portal alone.
    """

    name: str
    description: str
    severity: int
    resource_id: pulumi.Input[str]
    arm_type: str
    condition: Condition
    action_group_id: pulumi.Input[str] | None = None


class UnusableMetricError(ValueError):
    """A condition that Azure Monitor can't look at."""

    def __init__(self, condition: Condition, known: Metric) -> None:
        super().__init__(
            f"{condition.metric} can't be looked at by {condition.aggregation} and {sorted(condition.dimensions)}; "
            f"it has {', '.join(known.aggregations)} and {', '.join(known.dimensions)}"
        )


class MetricAlert(pulumi.ComponentResource):
    """A metric alert that ends by itself when the metric is as it should be again.

    Raises:
        UnknownMetricError: The catalogue has no such metric.
        UnusableMetricError: The metric can't be aggregated or divided that way.
    """

    def __init__(
        self,
        name: str,
        inputs: MetricAlertInputs,
        placement: Placement,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("tunestack:infra:MetricAlert", name, None, opts)
        from pulumi_azure_native import monitor

        looked_at = criterion(name, inputs.arm_type, inputs.condition)
        monitor.MetricAlert(
            name,
            rule_name=inputs.name,
            resource_group_name=placement.resource_group_name,
            location="global",
            tags=dict(placement.tags),
            description=inputs.description,
            severity=inputs.severity,
            enabled=True,
            auto_mitigate=True,
            scopes=[inputs.resource_id],
            evaluation_frequency=LOOKED_AT_EVERY,
            window_size=OVER,
            criteria=monitor.MetricAlertSingleResourceMultipleMetricCriteriaArgs(
                odata_type="Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria", all_of=[looked_at]
            ),
            actions=[monitor.MetricAlertActionArgs(action_group_id=inputs.action_group_id)]
            if inputs.action_group_id is not None
            else None,
            opts=child(self),
        )
        self.register_outputs({})


def criterion(name: str, arm_type: str, condition: Condition) -> "monitor.MetricCriteriaArgs":
    """Gives a condition as Azure Monitor takes it.

    Raises:
        UnknownMetricError: The catalogue has no such metric.
        UnusableMetricError: The metric can't be aggregated or divided that way.
    """
    from pulumi_azure_native import monitor

    known = metric(arm_type, condition.metric)
    if condition.aggregation not in known.aggregations or not set(condition.dimensions) <= set(known.dimensions):
        raise UnusableMetricError(condition, known)
    return monitor.MetricCriteriaArgs(
        criterion_type="StaticThresholdCriterion",
        name=name,
        metric_namespace=arm_type,
        metric_name=condition.metric,
        time_aggregation=condition.aggregation,
        operator=condition.operator,
        threshold=condition.threshold,
        dimensions=[
            monitor.MetricDimensionArgs(name=dimension, operator="Include", values=list(values))
            for dimension, values in condition.dimensions.items()
        ],
    )
