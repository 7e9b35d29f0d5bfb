"""Which failures the official provider tries again, and after how long."""

import random
from collections.abc import Callable, Iterator, Mapping
from email.utils import parsedate_to_datetime

RETRIED_STATUSES = frozenset({408, 429, 500, 502, 503, 504})
"""Statuses tried again; source: pulumi-azure-native azure/client_azcore.go @ 006a62af."""

RETRIED_CONFLICTS = frozenset(
    {
        "AnotherOperationInProgress",  # pulumi-azure-native PR 3653, 2024-10
        "StorageAccountOperationInProgress",  # PR 4497, 2026-01
        "TransientError",  # PR 4696, 2026-05
        "ConflictingConcurrentWriteNotAllowed",  # PR 4765, 2026-07
    }
)
"""Codes of a 409 that are tried again."""

UNREGISTERED = frozenset({"MissingSubscriptionRegistration"})
"""Codes of a 409 that are cured by registering the resource provider; source: azcore 1.17.0."""

DELAYS = (20.0, 60.0, 120.0)
"""Seconds before each of the three further tries, before jitter; source as of the statuses."""

LONGEST = 120.0
"""Seconds: no wait is longer, and an answer that asks for more is not waited for (azcore 1.17.0)."""

JITTER = (0.8, 1.3)


def is_retried(status: int, code: str) -> bool:
    """Says whether an answer is worth another try."""
    return status in RETRIED_STATUSES or (status == 409 and code in RETRIED_CONFLICTS)


def delays(jitter: Callable[[float, float], float] = random.uniform) -> Iterator[float]:
    """Gives the seconds to wait before each further try."""
    for seconds in DELAYS:
        yield min(seconds * jitter(*JITTER), LONGEST)


def asked_delay(headers: Mapping[str, str]) -> float | None:
    """Reads how many seconds an answer asks to wait; None when it does not say.

    The three headers and their order are azcore's (1.17.0). A date counts from the answer's own.
    """
    for name, unit in (("retry-after-ms", 1000), ("x-ms-retry-after-ms", 1000), ("retry-after", 1)):
        try:
            seconds = float(headers[name]) / unit
        except (KeyError, ValueError):
            continue
        if seconds > 0:
            return seconds
    return _until(headers.get("retry-after", ""), headers.get("date", ""))


def _until(moment: str, now: str) -> float | None:
    try:
        seconds = (parsedate_to_datetime(moment) - parsedate_to_datetime(now)).total_seconds()
    except (ValueError, TypeError):  # no date, or one of them without a zone
        return None
    return seconds if seconds > 0 else None
