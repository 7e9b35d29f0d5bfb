"""A clock that can be moved ahead: who sleeps by it wakes when the moment has come, in the order of the moments."""

import asyncio
import heapq
import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

TURN_SECONDS = 5.0
_PASSES = 20


@dataclass(order=True)
class _Sleeper:
    moment: datetime
    number: int
    woken: asyncio.Future[None] = field(compare=False)
    task: asyncio.Task[Any] | None = field(compare=False)


class MovableClock:
    """Time that runs with the machine's, or stands still, and that can be moved ahead; never back.

    All but ``now`` is called in one event loop.

    Args:
        ahead: How far ahead of the machine it is from the start.
        standing_at: The moment at which it stands until it is moved; None for one that runs.
        turn_seconds: How long, in real seconds, time waits for what somebody who was woken does.
    """

    def __init__(
        self,
        *,
        ahead: timedelta = timedelta(),
        standing_at: datetime | None = None,
        turn_seconds: float = TURN_SECONDS,
    ) -> None:
        self._ahead = ahead
        self._standing_at = standing_at
        self._turn_seconds = turn_seconds
        self._numbers = itertools.count()
        self._sleepers: list[_Sleeper] = []
        self._turns: dict[asyncio.Task[Any], asyncio.Future[None]] = {}
        self._timer: asyncio.TimerHandle | None = None

    @property
    def ahead(self) -> timedelta:
        """How far it has been moved."""
        return self._ahead

    @property
    def moments(self) -> list[datetime]:
        """The moments that sleepers wait for, the next one first."""
        return [each.moment for each in sorted(self._sleepers)]

    def now(self) -> datetime:
        """Returns the time, in UTC."""
        return self._unmoved() + self._ahead

    async def sleep(self, seconds: float) -> None:
        """Waits until the time is that many seconds on."""
        task, loop = asyncio.current_task(), asyncio.get_running_loop()
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        moment = self.now() + timedelta(seconds=seconds)
        sleeper = _Sleeper(moment, next(self._numbers), loop.create_future(), task)
        heapq.heappush(self._sleepers, sleeper)
        if task is not None:
            self._end_turn(task)
        self._set_timer()
        try:
            await sleeper.woken
        finally:
            if sleeper in self._sleepers:  # the waiting was given up
                self._sleepers.remove(sleeper)
                heapq.heapify(self._sleepers)
                self._set_timer()

    async def move(self, ahead: timedelta) -> None:
        """Moves the time until it is so far ahead of the machine's; nothing happens if it is.

        It stops at each moment that somebody sleeps for: they wake one after the other, and each finds the time at its
        own moment and has it stand until the work ends or sleeps again. Work that takes longer than ``turn_seconds``
        isn't waited for: it goes on while the time does.

        Args:
            ahead: How far ahead of the machine, or of the moment where it stood.
        """
        while self._sleepers and self._sleepers[0].moment <= self._unmoved() + ahead:
            sleeper = heapq.heappop(self._sleepers)
            self._ahead = max(self._ahead, sleeper.moment - self._unmoved())
            await self._take_turn(sleeper)
        self._ahead = max(self._ahead, ahead)
        self._set_timer()

    async def _take_turn(self, sleeper: _Sleeper) -> None:
        _wake(sleeper)
        task = sleeper.task
        if task is not None:
            turn = self._turns[task] = asyncio.get_running_loop().create_future()
            task.add_done_callback(self._end_turn)
            await asyncio.wait({turn}, timeout=self._turn_seconds)
            task.remove_done_callback(self._end_turn)
            self._turns.pop(task, None)
        for _ in range(_PASSES):  # whoever waited for that work comes to sleep, or to its end, at the same moment
            await asyncio.sleep(0)

    def _end_turn(self, task: asyncio.Task[Any]) -> None:
        turn = self._turns.pop(task, None)
        if turn is not None and not turn.done():
            turn.set_result(None)

    def _set_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._sleepers and self._standing_at is None:
            wait = (self._sleepers[0].moment - self.now()).total_seconds()
            self._timer = asyncio.get_running_loop().call_later(max(0.0, wait), self._wake_due)

    def _wake_due(self) -> None:
        while self._sleepers and self._sleepers[0].moment <= self.now():
            _wake(heapq.heappop(self._sleepers))
        self._set_timer()

    def _unmoved(self) -> datetime:
        return datetime.now(UTC) if self._standing_at is None else self._standing_at


def _wake(sleeper: _Sleeper) -> None:
    if not sleeper.woken.done():
        sleeper.woken.set_result(None)
