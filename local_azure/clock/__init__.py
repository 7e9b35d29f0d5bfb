"""Time as a parameter: what the local Azure asks for the time and waits with, so that tests can hold it still."""

import asyncio
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time and waits."""

    def now(self) -> datetime:
        """Returns the time, in UTC and aware of it."""

    async def sleep(self, seconds: float) -> None:
        """Waits that many seconds of this clock."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Returns the machine's time in UTC."""
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        """Waits that many real seconds without blocking the server."""
        await asyncio.sleep(seconds)


def timestamp(moment: datetime) -> str:
    """Returns a moment as Azure writes it: ``2026-10-07T12:00:00.0000000Z``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f") + "0Z"
