"""Whose turn it is on this machine: one at a time, and of those who wait the one that was asked for first."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Place:
    """A run's place among those that wait.

    Attributes:
        name: Whose it is, such as a job's id.
        since: When the run was asked for.
    """

    name: str
    since: datetime


@dataclass(order=True)
class _Waiting:
    since: datetime
    number: int
    name: str = field(compare=False)
    called: asyncio.Future[None] = field(compare=False)


class Turns:
    """The turns on one machine."""

    def __init__(self) -> None:
        self._taken = False
        self._waiting: list[_Waiting] = []
        self._expected: set[str] = set()
        self._numbers = itertools.count()

    def expect(self, name: str) -> None:
        """Keeps the machine for a run that had it when the local Azure stopped, until it has come."""
        self._expected.add(name)

    def expect_no_more(self, name: str) -> None:
        """Lets the others go on: that run won't come, or has been here."""
        self._expected.discard(name)
        self._call_next()

    @asynccontextmanager
    async def turn(self, place: Place) -> AsyncIterator[None]:
        """Waits for the machine and has it alone during the block."""
        waiting = _Waiting(place.since, next(self._numbers), place.name, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        self._call_next()
        try:
            await waiting.called
        except asyncio.CancelledError:
            if waiting in self._waiting:
                self._waiting.remove(waiting)
            else:
                self._leave()  # it was called at the moment when it gave up
            raise
        self._expected.discard(place.name)
        try:
            yield
        finally:
            self._leave()

    def _leave(self) -> None:
        self._taken = False
        self._call_next()

    def _call_next(self) -> None:
        present = [each for each in self._waiting if not each.called.done()]  # those that give up haven't left yet
        ready = [each for each in present if not self._expected or each.name in self._expected]
        if self._taken or not ready:
            return
        chosen = min(ready)
        self._waiting.remove(chosen)
        self._taken = True
        chosen.called.set_result(None)
