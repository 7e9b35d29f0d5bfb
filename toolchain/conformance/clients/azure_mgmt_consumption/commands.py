"""Budgets of a resource group and of the subscription, by azure-mgmt-consumption."""

from collections.abc import Iterator
from datetime import UTC, datetime

from azure.mgmt.consumption import ConsumptionManagementClient
from setting import SUBSCRIPTION, Command, credential, group_commands, holds, is_gone

GROUP, NAME = "conformance-budgets", "conformance"
SCOPE = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{GROUP}"


def commands() -> Iterator[Command]:
    """Makes a budget, reads it, changes its amount and deletes it."""
    budgets = ConsumptionManagementClient(credential(), SUBSCRIPTION).budgets
    yield from group_commands(GROUP, "Microsoft.Consumption")
    yield "budgets.create_or_update", lambda: holds(budgets.create_or_update(SCOPE, NAME, _budget(100)).name, NAME)
    yield "budgets.get", lambda: holds(budgets.get(SCOPE, NAME).amount, 100)
    yield (
        "budgets.create_or_update of what is there",
        lambda: holds(budgets.create_or_update(SCOPE, NAME, _budget(200, budgets.get(SCOPE, NAME).e_tag)).amount, 200),
    )
    yield "budgets.list", lambda: holds([one.name for one in budgets.list(SCOPE)], [NAME])
    yield "budgets.delete", lambda: budgets.delete(SCOPE, NAME)
    yield "budgets.get of none", lambda: is_gone(lambda: budgets.get(SCOPE, NAME))


def _budget(amount: int, etag: str | None = None) -> dict[str, object]:
    month = datetime.now(UTC).strftime("%Y-%m-01T00:00:00Z")
    notification = {"enabled": True, "operator": "GreaterThan", "threshold": 80, "contactEmails": ["a@example.com"]}
    properties = {
        "category": "Cost",
        "amount": amount,
        "timeGrain": "Monthly",
        "timePeriod": {"startDate": month, "endDate": "2036-01-01T00:00:00Z"},
        "notifications": {"most": notification},
    }
    return {"properties": properties, **({"eTag": etag} if etag else {})}
