"""How far ahead a clock is stands in the instance's folder: what is asked for is reached, also by the next start."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from local_azure.clock.advancing import advance
from local_azure.clock.movable import MovableClock
from local_azure.clock.moves import LONGEST, ask, asked, follow, reached, resume
from local_azure.daemon import LocalAzureError

DAY = timedelta(days=1)


def test_a_clock_that_nobody_moved_is_not_ahead(tmp_path: Path) -> None:
    assert (reached(tmp_path), asked(tmp_path), resume(tmp_path)) == (timedelta(), timedelta(), timedelta())
    assert list(tmp_path.iterdir()) == []


def test_a_clock_follows_what_is_asked_and_says_that_it_is_there(tmp_path: Path) -> None:
    clock = MovableClock()
    ask(tmp_path, 2 * DAY)
    assert (reached(tmp_path), asked(tmp_path)) == (timedelta(), 2 * DAY)
    asyncio.run(follow(tmp_path, clock))
    assert (reached(tmp_path), clock.ahead) == (2 * DAY, 2 * DAY)


def test_what_was_asked_of_a_server_that_ended_is_where_the_next_one_starts(tmp_path: Path) -> None:
    ask(tmp_path, 2 * DAY)
    assert resume(tmp_path) == 2 * DAY
    assert reached(tmp_path) == 2 * DAY


def test_asking_for_less_changes_nothing(tmp_path: Path) -> None:
    ask(tmp_path, 2 * DAY)
    resume(tmp_path)
    ask(tmp_path, DAY)
    assert asked(tmp_path) == resume(tmp_path) == 2 * DAY


def test_a_clock_is_not_moved_beyond_all_dates(tmp_path: Path) -> None:
    ask(tmp_path, LONGEST)
    with pytest.raises(LocalAzureError, match=r"3651 days ahead of this machine's, and 3650 are the most.*local reset"):
        advance(tmp_path, DAY)


def test_the_clock_of_one_that_does_not_run_is_not_moved(tmp_path: Path) -> None:
    with pytest.raises(LocalAzureError, match="start it with: tunestack local start"):
        advance(tmp_path, DAY)
    assert asked(tmp_path) == timedelta()
