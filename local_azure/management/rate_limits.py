"""How many requests each principal has left, as ARM's headers say it; on demand, more are refused."""

from dataclasses import dataclass

from local_azure.clock import Clock
from local_azure.errors import GATEWAY, AzureError
from local_azure.identity import SUBSCRIPTION_ID
from local_azure.options import Options
from local_azure.retry_after import retry_after


@dataclass(frozen=True)
class Bucket:
    """A token bucket: how many requests it holds, and how many it gains each second."""

    sort: str
    size: int
    each_second: int

    @property
    def header(self) -> str:
        """The header that says how many are left."""
        return f"x-ms-ratelimit-remaining-subscription-{self.sort}s"


# azure-docs request-limits-and-throttling, as of 2026-10: limits for a subscription, per principal.
READS = Bucket("read", 250, 25)
WRITES = Bucket("write", 200, 10)
DELETES = Bucket("delete", 200, 10)
PAUSE_SECONDS = 10
"""What a refusal tells to wait; code, text and pause as in answers that public repositories quote, 2026."""


class RateLimits:
    """Counts the requests of one local Azure.

    Args:
        clock: The time that buckets fill up by.
        options: Whether more requests than there are left are refused, and how the pause is told.
    """

    def __init__(self, clock: Clock, options: Options) -> None:
        self._clock = clock
        self._options = options
        self._levels: dict[tuple[str, Bucket], tuple[float, float]] = {}

    def count(self, principal: str, method: str) -> tuple[str, str]:
        """Counts a request and returns the header that says how many of its sort the principal has left.

        Raises:
            AzureError: 429 SubscriptionRequestsThrottled, where none were left and the options say that this counts;
                the request isn't counted then.
        """
        bucket = READS if method in ("GET", "HEAD") else DELETES if method == "DELETE" else WRITES
        now = self._clock.now()
        level, at = self._levels.get((principal, bucket), (float(bucket.size), now.timestamp()))
        level = min(bucket.size, level + (now.timestamp() - at) * bucket.each_second)
        if level < 1 and self._options.throttle:
            raise self._refusal(principal, bucket)
        self._levels[principal, bucket] = (max(0.0, level - 1), now.timestamp())
        return bucket.header, str(int(max(0.0, level - 1)))

    def _refusal(self, principal: str, bucket: Bucket) -> AzureError:
        form = self._options.retry_after_form or "seconds"
        return AzureError(
            429,
            "SubscriptionRequestsThrottled",
            f"Number of '{bucket.sort}' requests for subscription '{SUBSCRIPTION_ID}' actor '{principal}' exceeded. "
            f"Please try again after '{PAUSE_SECONDS}' seconds after additional tokens are available. "
            "Refer to https://aka.ms/arm-throttling for additional information.",
            headers={**GATEWAY, bucket.header: "0", **retry_after(PAUSE_SECONDS, form, self._clock.now())},
        )
