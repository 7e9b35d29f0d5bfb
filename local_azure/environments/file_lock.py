"""A lock between processes on a file, so that the same thing is never built twice at a time."""

import asyncio
import fcntl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

_POLL_SECONDS = 0.2


@asynccontextmanager
async def file_lock(path: Path, *, waiting: Callable[[], None]) -> AsyncIterator[None]:
    """Holds an exclusive lock on a file; the operating system lets go of it when the process ends, however it ends.

    Args:
        path: The lock's file, made when it isn't there and left behind.
        waiting: Called once when somebody else holds the lock.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as handle:
        told = False
        while not _try_lock(handle.fileno()):
            if not told:
                waiting()
                told = True
            await asyncio.sleep(_POLL_SECONDS)
        yield


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
