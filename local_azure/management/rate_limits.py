"""How many requests each principal has left, as ARM's headers say it; on demand, more are refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from local_azure.clock import Clock
from local_azure.errors import GATEWAY, AzureError
from local_azure.identity import SUBSCRIPTION_ID
from local_azure.options import Options
from local_azure.retry_after import retry_after


@dataclass(frozen=True)
class Bucket:
    """A token bucket of one sort of requests (``read``): how many it holds, and how many it gains each second."""

    sort: str
    size: int
    each_second: int


# azure-docs request-limits-and-throttling, as of 2026-10: for each principal in a subscription, and in a tenant; all
# principals of a subscription together have 15 times as many.
READS = Bucket("read", 250, 25)
WRITES = Bucket("write", 200, 10)
DELETES = Bucket("delete", 200, 10)
TOGETHER = 15
PAUSE_SECONDS = 10
"""What a refusal tells to wait; code, text and pause as in answers that public repositories quote, 2026."""

_EVERYBODY = ""


class RateLimits:
    """Counts the requests of one local Azure.

    Args:
        clock: The time that buckets fill up by.
        options: Whether more requests than there are left are refused, and how the pause is told.
    """

    def __init__(self, clock: Clock, options: Options) -> None:
        self._clock = clock
        self._options = options
        self._levels: dict[tuple[str, str, str], tuple[float, datetime]] = {}

    def count(self, principal: str, method: str, path: str) -> Mapping[str, str]:
        """Counts a request and returns the headers that say how many of its sort are left.

        Raises:
            AzureError: 429 SubscriptionRequestsThrottled, where none were left and the options say that this counts;
                the request isn't counted then.
        """
        bucket = READS if method in ("GET", "HEAD") else DELETES if method == "DELETE" else WRITES
        counted = _counted(principal, bucket, path)
        levels = {key: self._level(key, of) for key, of in counted.items()}
        if self._options.throttle and min(levels.values()) < 1:
            raise self._refusal(principal, bucket, {_header(key): str(int(level)) for key, level in levels.items()})
        left = {key: max(0.0, level - 1) for key, level in levels.items()}
        self._levels |= {key: (level, self._clock.now()) for key, level in left.items()}
        return {_header(key): str(int(level)) for key, level in left.items()}

    def _level(self, key: tuple[str, str, str], bucket: Bucket) -> float:
        now = self._clock.now()
        level, at = self._levels.get(key, (float(bucket.size), now))
        return min(float(bucket.size), level + (now - at).total_seconds() * bucket.each_second)

    def _refusal(self, principal: str, bucket: Bucket, left: Mapping[str, str]) -> AzureError:
        form = self._options.retry_after_form or "seconds"
        return AzureError(
            429,
            "SubscriptionRequestsThrottled",
            f"Number of '{bucket.sort}' requests for subscription '{SUBSCRIPTION_ID}' actor '{principal}' exceeded. "
            f"Please try again after '{PAUSE_SECONDS}' seconds after additional tokens are available. "
            "Refer to https://aka.ms/arm-throttling for additional information.",
            headers={**GATEWAY, **left, **retry_after(PAUSE_SECONDS, form, self._clock.now())},
        )


def _counted(principal: str, bucket: Bucket, path: str) -> Mapping[tuple[str, str, str], Bucket]:
    if not path.lower().startswith("/subscriptions/"):
        return {("tenant", principal, bucket.sort): bucket}
    together = Bucket(bucket.sort, bucket.size * TOGETHER, bucket.each_second * TOGETHER)
    return {
        ("subscription", principal, bucket.sort): bucket,
        ("subscription-global", _EVERYBODY, bucket.sort): together,
    }


def _header(key: tuple[str, str, str]) -> str:
    where, _, sort = key
    return f"x-ms-ratelimit-remaining-{where}-{sort}s"
