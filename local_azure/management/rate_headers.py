"""How many requests a caller has left, as ARM's headers say it; the local Azure counts but doesn't throttle."""

from dataclasses import dataclass

from local_azure.clock import Clock


@dataclass(frozen=True)
class Bucket:
    """A token bucket: how many requests it holds, and how many it gains each second."""

    header: str
    size: int
    each_second: int


# azure-docs request-limits-and-throttling, as of 2026-10: limits for a subscription, per principal.
READS = Bucket("x-ms-ratelimit-remaining-subscription-reads", 250, 25)
WRITES = Bucket("x-ms-ratelimit-remaining-subscription-writes", 200, 10)
DELETES = Bucket("x-ms-ratelimit-remaining-subscription-deletes", 200, 10)


class RateHeaders:
    """Counts requests of one local Azure.

    Args:
        clock: The time that buckets fill up by.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._levels: dict[Bucket, tuple[float, float]] = {}

    def count(self, method: str) -> tuple[str, str]:
        """Counts a request and returns the header that says how many of its sort are left."""
        bucket = READS if method in ("GET", "HEAD") else DELETES if method == "DELETE" else WRITES
        now = self._clock.now().timestamp()
        level, at = self._levels.get(bucket, (float(bucket.size), now))
        left = max(0.0, min(bucket.size, level + (now - at) * bucket.each_second) - 1)
        self._levels[bucket] = (left, now)
        return bucket.header, str(int(left))
