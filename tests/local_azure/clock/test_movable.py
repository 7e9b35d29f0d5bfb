"""A clock that is moved ahead wakes its sleepers one after the other, each at its own moment."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from local_azure.clock.movable import MovableClock

NOON = datetime(2026, 10, 7, 12, 0, tzinfo=UTC)
Said = list[tuple[str, float]]


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


class Day:
    """A day by a clock that stands, and what those who slept say: who, and at which hour since noon."""

    def __init__(self) -> None:
        self.clock = MovableClock(standing_at=NOON, turn_seconds=600)
        self.said: Said = []

    def say(self, name: str) -> None:
        self.said.append((name, (self.clock.now() - NOON) / hours(1)))

    async def nap(self, name: str, *naps: float) -> None:
        for each in naps:
            await self.clock.sleep(each * 3600)
            self.say(name)


def on(day: Callable[[Day], Awaitable[None]]) -> Said:
    """Runs a day and returns what was said."""
    made = Day()
    asyncio.run(day(made))  # type: ignore[arg-type]
    return made.said


async def asleep(day: Day, count: int) -> None:
    await asyncio.sleep(0)  # every task runs until it sleeps
    assert len(day.clock.moments) == count


def test_time_stands_until_it_is_moved() -> None:
    clock = MovableClock(standing_at=NOON)
    assert clock.now() == NOON
    asyncio.run(clock.move(hours(30)))
    assert (clock.now(), clock.ahead) == (NOON + hours(30), hours(30))


def test_time_never_goes_back() -> None:
    clock = MovableClock(standing_at=NOON, ahead=hours(2))
    asyncio.run(clock.move(hours(1)))
    assert clock.now() == NOON + hours(2)


def test_sleepers_wake_in_the_order_of_their_moments_each_at_its_own() -> None:
    async def day(it: Day) -> None:
        async with asyncio.TaskGroup() as naps:
            for name, length in (("last", 3), ("first", 1), ("second", 2)):
                naps.create_task(it.nap(name, length))
            await asleep(it, 3)
            await it.clock.move(hours(24))

    assert on(day) == [("first", 1), ("second", 2), ("last", 3)]


def test_sleepers_of_one_moment_wake_in_the_order_in_which_they_fell_asleep() -> None:
    async def day(it: Day) -> None:
        async with asyncio.TaskGroup() as naps:
            for name in ("a", "b", "c"):
                naps.create_task(it.nap(name, 1))
            await asleep(it, 3)
            await it.clock.move(hours(1))

    assert on(day) == [("a", 1), ("b", 1), ("c", 1)]


def test_who_sleeps_again_wakes_again_between_the_others() -> None:
    async def day(it: Day) -> None:
        async with asyncio.TaskGroup() as naps:
            naps.create_task(it.nap("often", 1, 1, 1))
            naps.create_task(it.nap("once", 2.5))
            await asleep(it, 2)
            await it.clock.move(hours(3))

    assert on(day) == [("often", 1), ("often", 2), ("once", 2.5), ("often", 3)]


def test_who_waits_for_the_one_before_begins_at_the_moment_when_that_ended() -> None:
    async def day(it: Day) -> None:
        turn = asyncio.Lock()

        async def take_turn(name: str) -> None:
            async with turn:
                await it.nap(name, 2)

        async with asyncio.TaskGroup() as naps:
            for name in ("a", "b", "c"):
                naps.create_task(take_turn(name))
            await asleep(it, 1)
            await it.clock.move(hours(24))

    assert on(day) == [("a", 2), ("b", 4), ("c", 6)]


def test_time_stands_while_somebody_who_woke_is_at_work() -> None:
    async def day(it: Day) -> None:
        async def work() -> None:
            await it.clock.sleep(3600)
            for _ in range(1000):
                await asyncio.sleep(0)
            it.say("done")

        async with asyncio.TaskGroup() as naps:
            naps.create_task(work())
            naps.create_task(it.nap("later", 2))
            await asleep(it, 2)
            await it.clock.move(hours(24))

    assert on(day) == [("done", 1), ("later", 2)]


def test_work_that_takes_too_long_does_not_hold_time_up() -> None:
    async def day(it: Day) -> None:
        it.clock = MovableClock(standing_at=NOON, turn_seconds=0.01)
        released = asyncio.Event()

        async def work() -> None:
            await it.clock.sleep(3600)
            await released.wait()
            it.say("done")

        async with asyncio.TaskGroup() as naps:
            naps.create_task(work())
            await asleep(it, 1)
            await it.clock.move(hours(24))
            released.set()

    assert on(day) == [("done", 24)]


def test_who_gave_up_waiting_is_not_waited_for() -> None:
    async def day(it: Day) -> None:
        given_up = asyncio.create_task(it.nap("given up", 1))
        await asleep(it, 1)
        given_up.cancel()
        await asyncio.wait({given_up})
        assert it.clock.moments == []
        await it.clock.move(hours(24))

    assert on(day) == []


def test_what_is_due_later_sleeps_on() -> None:
    async def day(it: Day) -> None:
        nap = asyncio.create_task(it.nap("tomorrow", 30))
        await asleep(it, 1)
        await it.clock.move(hours(24))
        assert it.clock.moments == [NOON + hours(30)]
        await it.clock.move(hours(30))
        await nap

    assert on(day) == [("tomorrow", 30)]


@pytest.mark.parametrize("seconds", [0, -5])
def test_no_time_at_all_is_not_slept(seconds: float) -> None:
    asyncio.run(MovableClock(standing_at=NOON).sleep(seconds))


def test_a_clock_that_runs_wakes_by_itself_when_the_moment_has_come() -> None:
    async def day() -> None:
        clock = MovableClock(ahead=timedelta(days=15))
        began = clock.now()
        assert began - datetime.now(UTC) > timedelta(days=14)
        await clock.sleep(0.02)
        assert clock.now() - began >= timedelta(seconds=0.02)

    asyncio.run(day())


def test_a_clock_that_runs_can_be_moved_to_what_is_days_away() -> None:
    async def day() -> list[str]:
        clock, said = MovableClock(), []

        async def nap(name: str, days: int) -> None:
            await clock.sleep(days * 86_400)
            said.append(name)

        naps = [asyncio.create_task(nap("fifteen", 15)), asyncio.create_task(nap("fourteen", 14))]
        await asyncio.sleep(0)
        assert len(clock.moments) == 2
        await clock.move(timedelta(days=16))
        await asyncio.wait(naps)
        return said

    assert asyncio.run(day()) == ["fourteen", "fifteen"]
