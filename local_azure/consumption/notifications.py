"""Notifications of budgets: up to five, each at a percentage that makes sense, each to somebody."""

import re
from collections.abc import Mapping
from typing import Any

from local_azure.errors import AzureError, bad_request

# azure-rest-api-specs, Consumption 2024-08-01, Notification.
MOST = 5
MOST_CONTACTS = 50
OPERATORS = ("EqualTo", "GreaterThan", "GreaterThanOrEqualTo")
THRESHOLD_TYPES = ("Actual", "Forecasted")
LEAST_PERCENT, MOST_PERCENT = 0.01, 1000
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def check_notifications(notifications: Mapping[str, Mapping[str, Any]]) -> None:
    """Checks the notifications of a budget.

    Raises:
        AzureError: 400, naming the notification.
    """
    if len(notifications) > MOST:
        raise _invalid(f"a budget has up to {MOST} of them, not {len(notifications)}")
    for name, each in notifications.items():
        _check_trigger(name, each)
        emails, groups = each.get("contactEmails") or (), each.get("contactGroups") or ()
        if not emails and not groups and not each.get("contactRoles"):
            raise _invalid(f"'{name}' reaches nobody: it needs contactEmails, contactGroups or contactRoles")
        if len(emails) > MOST_CONTACTS or len(groups) > MOST_CONTACTS:
            raise _invalid(f"'{name}' has more than {MOST_CONTACTS} contacts")
        for address in emails:
            if not _ADDRESS.fullmatch(str(address)):
                raise _invalid(f"'{name}': '{address}' is no e-mail address")


def _check_trigger(name: str, notification: Mapping[str, Any]) -> None:
    if not isinstance(notification.get("enabled"), bool):
        raise _invalid(f"'{name}' needs enabled: true or false")
    if notification.get("operator") not in OPERATORS:
        raise _invalid(f"the operator '{notification.get('operator')}' of '{name}' is none of {', '.join(OPERATORS)}")
    kind = notification.get("thresholdType", "Actual")
    if kind not in THRESHOLD_TYPES:
        raise _invalid(f"the thresholdType '{kind}' of '{name}' is none of {', '.join(THRESHOLD_TYPES)}")
    percent = notification.get("threshold")
    if not isinstance(percent, int | float) or not LEAST_PERCENT <= percent <= MOST_PERCENT:
        raise _invalid(f"the threshold '{percent}' of '{name}' is no percentage from {LEAST_PERCENT} to {MOST_PERCENT}")


def _invalid(reason: str) -> AzureError:
    return bad_request(f"The budget's notifications are invalid: {reason}.", target="properties.notifications")
