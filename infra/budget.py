"""A monthly budget on the resource group, and who hears when it is spent."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pulumi

from infra.options import child

if TYPE_CHECKING:
    from pulumi_azure_native import consumption


@dataclass(frozen=True)
class BudgetInputs:
    """How much may be spent on what, and who hears of it.

    Attributes:
        name: 1 to 63 letters, digits, hyphens and underscores, unique at the scope.
        scope: ARM id of the resource group.
        amount: How much a month, in the billing currency.
        start: The first day of the month that it begins with; Azure takes none before the present month.
        emails: Addresses that hear of it.
        thresholds: Percentages of the amount at which they hear.
        stack: Counts only what carries this tag ``stack``, where the group is shared with others.
    """

    name: str
    scope: pulumi.Input[str]
    amount: float
    start: dt.date
    emails: Sequence[str]
    thresholds: Sequence[int]
    stack: str | None = None


class Budget(pulumi.ComponentResource):
    """A budget that warns of money spent, and of money that will be spent by the end of the month; it stops nothing."""

    def __init__(self, name: str, inputs: BudgetInputs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("tunestack:infra:Budget", name, None, opts)
        from pulumi_azure_native import consumption

        def notification(kind: consumption.ThresholdType, percent: int) -> consumption.NotificationArgs:
            return consumption.NotificationArgs(
                enabled=True,
                operator=consumption.OperatorType.GREATER_THAN_OR_EQUAL_TO,
                threshold=percent,
                threshold_type=kind,
                contact_emails=list(inputs.emails),
            )

        kinds = consumption.ThresholdType
        heard = {f"actual-{percent}": notification(kinds.ACTUAL, percent) for percent in inputs.thresholds}
        # The forecast is worth hearing once, while the month can still be saved.
        heard["forecast-100"] = notification(kinds.FORECASTED, 100)
        consumption.Budget(
            name,
            budget_name=inputs.name,
            scope=inputs.scope,
            category=consumption.CategoryType.COST,
            amount=inputs.amount,
            time_grain=consumption.TimeGrainType.MONTHLY,
            time_period=consumption.BudgetTimePeriodArgs(start_date=f"{inputs.start.isoformat()}T00:00:00Z"),
            notifications=heard,
            filter=_only(inputs.stack) if inputs.stack else None,
            opts=child(self),
        )
        self.register_outputs({})


def _only(stack: str) -> "consumption.BudgetFilterArgs":
    from pulumi_azure_native import consumption

    carries = consumption.BudgetComparisonExpressionArgs(
        name="stack", operator=consumption.BudgetOperatorType.IN_, values=[stack]
    )
    return consumption.BudgetFilterArgs(tags=carries)
