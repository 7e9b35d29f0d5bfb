"""Time as the provider sees it: monotonic seconds, and waiting that ends at once when the engine cancels."""

import threading
import time
from typing import Protocol

from infra.provider.errors import CancelledError


class Clock(Protocol):
    """What waits."""

    def monotonic(self) -> float:
        """Gives seconds that only ever grow."""

    def sleep(self, seconds: float) -> None:
        """Waits.

        Raises:
            CancelledError: The engine wants the provider to end.
        """


class CancellableClock:
    """The real clock; cancelling it wakes every sleeper."""

    def __init__(self) -> None:
        self._cancelled = threading.Event()

    def monotonic(self) -> float:
        """Gives seconds that only ever grow."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Waits.

        Raises:
            CancelledError: The clock was cancelled before or meanwhile.
        """
        if self._cancelled.wait(seconds):
            raise CancelledError

    def cancel(self) -> None:
        """Ends all waiting, now and later."""
        self._cancelled.set()
