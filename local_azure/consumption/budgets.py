"""What a budget does beyond being stored: periods that begin with a month, notifications that reach somebody."""

import re
from datetime import datetime

from local_azure.behaviour import Behaviour, Write
from local_azure.consumption.notifications import check_notifications
from local_azure.consumption.periods import check_period, with_end
from local_azure.errors import AzureError, bad_request
from local_azure.json_types import Json
from local_azure.management.presentation import etag
from local_azure.platform import Platform
from local_azure.resources import Resource

# azure-rest-api-specs, Consumption 2024-08-01, Budget.
CATEGORIES = ("Cost",)
TIME_GRAINS = ("Monthly", "Quarterly", "Annually", "BillingMonth", "BillingQuarter", "BillingAnnual")
_SCOPE = re.compile(r"/subscriptions/[^/]+(/resourceGroups/[^/]+)?/providers/[^/]+/budgets/[^/]+", re.IGNORECASE)


def budget_behaviour(platform: Platform) -> Behaviour:
    """Returns the behaviour of ``Microsoft.Consumption/budgets``."""

    async def validate(write: Write) -> None:
        _check_scope_and_tag(write)
        properties = write.body.get("properties") or {}
        _check_values(properties)
        held = not platform.options.any_budget_start
        check_period(properties.get("timePeriod"), _before(write), platform.clock.now() if held else None)
        check_notifications(properties.get("notifications") or {})

    async def prepare(write: Write) -> Json:
        body = {name: value for name, value in write.body.items() if name != "eTag"}
        properties = body["properties"]
        return {**body, "properties": {**properties, "timePeriod": with_end(properties["timePeriod"])}}

    return Behaviour(validate=validate, prepare=prepare, present=_present, shows_state=False)


def _check_scope_and_tag(write: Write) -> None:
    if not _SCOPE.fullmatch(write.id):
        raise bad_request(f"A budget lies at a subscription or a resource group, not at '{write.id}'.")
    sent = write.body.get("eTag")
    if sent and write.existing is not None and sent != etag(write.existing):
        raise AzureError(412, "PreconditionFailed", f"The budget has changed: its eTag isn't '{sent}' any more.")


def _check_values(properties: Json) -> None:
    amount = properties.get("amount")
    if not isinstance(amount, int | float) or isinstance(amount, bool) or amount <= 0:
        raise bad_request(f"The amount '{amount}' of the budget must be above 0.", target="properties.amount")
    for member, known in (("category", CATEGORIES), ("timeGrain", TIME_GRAINS)):
        if properties.get(member) not in known:
            message = f"The {member} '{properties.get(member)}' of the budget must be one of {', '.join(known)}."
            raise bad_request(message, target=f"properties.{member}")


def _before(write: Write) -> datetime | None:
    if write.existing is None:
        return None
    return datetime.fromisoformat(write.existing.properties["timePeriod"]["startDate"])


def _present(budget: Resource) -> Json:
    spent = {"amount": 0.0, "unit": "USD"}
    properties = {**budget.properties, "currentSpend": spent}
    return {**budget.body, "eTag": etag(budget), "properties": properties}
