"""Waiting that ends when the engine cancels, and that tests can let pass at once."""

import os
import time
from threading import Event
from typing import Protocol


class StoppedError(Exception):
    """The engine asked to stop while something was being waited for."""


class Clock(Protocol):
    """Tells how much time has passed, and waits."""

    def monotonic(self) -> float:
        """Returns seconds that only ever grow."""

    def sleep(self, seconds: float) -> None:
        """Waits that many seconds of this clock.

        Raises:
            StoppedError: told to stop before or meanwhile.
        """


class StoppableClock:
    """The machine's clock, run faster on demand, whose waits end at once when it is stopped.

    Args:
        speed: seconds of this clock in one real second; TUNESTACK_CLOCK_SPEED when not given, else 1.
    """

    def __init__(self, speed: float | None = None) -> None:
        self._speed = speed or float(os.environ.get("TUNESTACK_CLOCK_SPEED") or 1)
        self._stopped = Event()

    def monotonic(self) -> float:
        """Returns seconds that only ever grow."""
        return time.monotonic() * self._speed

    def sleep(self, seconds: float) -> None:
        """Waits that many seconds of this clock.

        Raises:
            StoppedError: stopped before or meanwhile.
        """
        if self._stopped.wait(seconds / self._speed):
            raise StoppedError("cancelled")

    def stop(self) -> None:
        """Ends all waits, those to come too."""
        self._stopped.set()
