"""One run at a time has the machine; the one that was asked for first is next, before all one that had it already."""

import asyncio
from datetime import UTC, datetime, timedelta

from local_azure.training.turns import Place, Turns

NOON = datetime(2026, 10, 7, 12, 0, tzinfo=UTC)


class Queue:
    """Runs that take their turns, and who had it, in order."""

    def __init__(self) -> None:
        self.turns = Turns()
        self.had: list[str] = []
        self.gone: dict[str, asyncio.Event] = {}

    def come(self, name: str, hour: int) -> asyncio.Task[None]:
        self.gone[name] = asyncio.Event()
        return asyncio.create_task(self._take(name, hour), name=name)

    async def _take(self, name: str, hour: int) -> None:
        async with self.turns.turn(Place(name, NOON + timedelta(hours=hour))):
            self.had.append(name)
            await self.gone[name].wait()

    async def settle(self) -> list[str]:
        for _ in range(10):
            await asyncio.sleep(0)
        return self.had

    async def leave(self, *names: str) -> list[str]:
        for name in names:
            self.gone[name].set()
            await self.settle()
        return self.had


def test_of_those_who_wait_the_one_that_was_asked_for_first_is_next() -> None:
    async def day() -> list[str]:
        queue = Queue()
        runs = [queue.come(name, hour) for name, hour in (("here", 9), ("third", 3), ("first", 1), ("second", 2))]
        assert await queue.settle() == ["here"]
        had = await queue.leave("here", "first", "second", "third")
        await asyncio.wait(runs)
        return had

    assert asyncio.run(day()) == ["here", "first", "second", "third"]


def test_those_of_one_moment_go_in_the_order_in_which_they_came() -> None:
    async def day() -> list[str]:
        queue = Queue()
        runs = [queue.come(name, 1) for name in ("b", "a", "c")]
        await queue.settle()
        had = await queue.leave("b", "a", "c")
        await asyncio.wait(runs)
        return had

    assert asyncio.run(day()) == ["b", "a", "c"]


def test_the_machine_is_kept_for_the_one_that_is_expected() -> None:
    async def day() -> list[str]:
        queue = Queue()
        queue.turns.expect("had it")
        early = queue.come("early", 1)
        assert await queue.settle() == []
        late = queue.come("had it", 2)
        assert await queue.settle() == ["had it"]
        had = await queue.leave("had it", "early")
        await asyncio.wait([early, late])
        return had

    assert asyncio.run(day()) == ["had it", "early"]


def test_who_is_expected_no_more_holds_nobody_up() -> None:
    async def day() -> list[str]:
        queue = Queue()
        queue.turns.expect("gone")
        early = queue.come("early", 1)
        await queue.settle()
        queue.turns.expect_no_more("gone")
        await queue.leave("early")
        await asyncio.wait([early])
        return queue.had

    assert asyncio.run(day()) == ["early"]


def test_who_gives_up_while_it_waits_leaves_the_machine_to_the_next() -> None:
    async def day() -> list[str]:
        queue = Queue()
        here, waits, last = (queue.come(name, hour) for hour, name in enumerate(("here", "waits", "last")))
        await queue.settle()
        waits.cancel()
        queue.gone["here"].set()
        await queue.leave("last")
        await asyncio.wait([here, waits, last])
        return queue.had

    assert asyncio.run(day()) == ["here", "last"]


def test_all_may_give_up_at_once() -> None:
    async def day() -> list[BaseException | None]:
        queue = Queue()
        runs = [queue.come(name, hour) for hour, name in enumerate(("here", "first", "second"))]
        await queue.settle()
        for run in runs:
            run.cancel()
        return await asyncio.gather(*runs, return_exceptions=True)

    assert [type(each) for each in asyncio.run(day())] == [asyncio.CancelledError] * 3


def test_who_gives_up_as_it_is_called_leaves_the_machine_to_the_next() -> None:
    async def day() -> list[str]:
        queue = Queue()

        async def leave_and_cancel() -> None:
            async with queue.turns.turn(Place("here", NOON)):
                await queue.settle()
            called.cancel()  # the machine is its own by now, and it doesn't know it yet

        here = asyncio.create_task(leave_and_cancel())
        await asyncio.sleep(0)
        called, last = queue.come("called", 1), queue.come("last", 2)
        await asyncio.wait([here])
        await queue.leave("last")
        await asyncio.wait([called, last])
        return queue.had

    assert asyncio.run(day()) == ["last"]
