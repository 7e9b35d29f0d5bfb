"""Periods of budgets: from the first of a month that isn't over, and not far ahead, to a day after it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from local_azure.errors import AzureError, bad_request
from local_azure.json_types import Json

# azure-rest-api-specs, Consumption 2024-08-01, BudgetTimePeriod.
YEARS = 10
MOST_MONTHS_AHEAD = 12
EARLIEST = datetime(2017, 6, 1, tzinfo=UTC)


def check_period(period: Mapping[str, Any] | None, before: datetime | None, now: datetime | None) -> None:
    """Checks a budget's period.

    Args:
        period: What was sent.
        before: When the budget began so far; None for a new one. That may stay though its month is over.
        now: The time; None when any month is fine.

    Raises:
        AzureError: 400.
    """
    start = _moment((period or {}).get("startDate"), "startDate")
    if (start.day, start.hour, start.minute, start.second) != (1, 0, 0, 0) or start < EARLIEST:
        raise _invalid(f"startDate {start:%Y-%m-%d} must be the first day of a month, from 2017-06-01 on")
    end = (period or {}).get("endDate")
    if end is not None and _moment(end, "endDate") <= start:
        raise _invalid(f"endDate {end} must be after startDate {start:%Y-%m-%d}")
    if now is None or start == before:
        return
    ahead = (start.year - now.year) * 12 + start.month - now.month
    if not 0 <= ahead <= MOST_MONTHS_AHEAD:
        raise _invalid(
            f"startDate {start:%Y-%m-%d} must be in the present month, {now:%Y-%m}, or up to {MOST_MONTHS_AHEAD} later"
        )


def with_end(period: Mapping[str, Any]) -> Json:
    """Returns a period as Azure keeps it: both ends as moments, the end ten years on where none was given."""
    start = _moment(period["startDate"], "startDate")
    end = _moment(period["endDate"], "endDate") if period.get("endDate") else start.replace(year=start.year + YEARS)
    return {"startDate": _written(start), "endDate": _written(end)}


def _moment(value: object, member: str) -> datetime:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError as error:
        raise _invalid(f"{member} '{value}' is no day") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _invalid(reason: str) -> AzureError:
    return bad_request(f"The budget's period is invalid: {reason}.", target="properties.timePeriod")
