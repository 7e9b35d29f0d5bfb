"""How many requests a deployment takes: so many run at a time, as many again wait, more are turned away."""

import asyncio


class Admission:
    """The places of one deployment's requests.

    Args:
        at_once: How many run at a time.
    """

    def __init__(self, at_once: int) -> None:
        self.at_once = at_once
        self._inside = 0
        self._running = asyncio.Semaphore(at_once)

    def enter(self) -> bool:
        """Returns whether a request may come in; it must ``leave`` then.

        Azure ML lets in twice what runs at a time (documentation "how-to-troubleshoot-online-endpoints", 2026-10).
        """
        if self._inside >= 2 * self.at_once:
            return False
        self._inside += 1
        return True

    async def begin(self) -> None:
        """Returns when a request that is in may run; it must ``end`` then."""
        await self._running.acquire()

    def end(self) -> None:
        """Lets the next one run."""
        self._running.release()

    def leave(self) -> None:
        """Gives a place back."""
        self._inside -= 1
