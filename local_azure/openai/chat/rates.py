"""Rates of deployments: tokens and requests in windows of time, as their capacity gives them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from local_azure.clock import Clock
from local_azure.errors import AzureError
from local_azure.resources import Resource


@dataclass
class _Window:
    ends: datetime
    used: int


class Rates:
    """Counts what each deployment has been asked for. A restart forgets it.

    Args:
        clock: The time.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._windows: dict[tuple[str, str], _Window] = {}

    def take(self, deployment: Resource, tokens: int, version: str) -> dict[str, str]:
        """Counts a request and its estimated tokens; returns the headers that tell what is left.

        Raises:
            AzureError: 429 when the deployment's rate is used up; ``Retry-After`` says for how long.
        """
        now = self._clock.now()
        wanted = {"request": 1, "token": tokens}
        limits = deployment.properties.get("rateLimits") or ()
        windows = {rate["key"]: self._window(deployment, rate, now) for rate in limits}
        for rate in limits:
            window = windows[rate["key"]]
            # A request that is larger than the rate itself is let through when nothing else was: it would never be.
            if window.used and window.used + wanted[rate["key"]] > rate["count"]:
                raise _too_many(rate["key"], version, ceil((window.ends - now).total_seconds()))
        left = {}
        for rate in limits:
            windows[rate["key"]].used += wanted[rate["key"]]
            left[rate["key"]] = max(0, rate["count"] - windows[rate["key"]].used)
        return {f"x-ratelimit-remaining-{key}s": str(count) for key, count in left.items()}

    def _window(self, deployment: Resource, rate: dict[str, int | str], now: datetime) -> _Window:
        key = (deployment.id.lower(), str(rate["key"]))
        window = self._windows.get(key)
        if window is None or window.ends <= now:
            window = _Window(now + timedelta(seconds=int(rate["renewalPeriod"])), 0)
            self._windows[key] = window
        return window


def _too_many(key: str, version: str, seconds: int) -> AzureError:
    # The words are those that users quote in public threads of 2023 to 2025.
    what = "token rate limit" if key == "token" else "call rate limit"
    return AzureError(
        429,
        "429",
        f"Requests to the ChatCompletions_Create Operation under Azure OpenAI API version {version} have exceeded "
        f"{what} of your current OpenAI S0 pricing tier. Please retry after {seconds} seconds. Please go here: "
        "https://aka.ms/oai/quotaincrease if you would like to further increase the default rate limit.",
        headers={"Retry-After": str(seconds), "retry-after-ms": str(seconds * 1000)},
    )
