"""File locks that say who is at work on an instance's folder; the system frees them when their holder ends, however."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class LockHeldError(RuntimeError):
    """Somebody else holds the lock for longer than was waited."""


@contextmanager
def held(path: Path, *, seconds: float) -> Iterator[None]:
    """Holds a lock during the block.

    Args:
        path: The lock's file; made when it isn't there.
        seconds: How long to wait for whoever holds it.

    Raises:
        LockHeldError: It wasn't free in that time.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + seconds
    with path.open("a") as file:
        while not _locked(file.fileno(), fcntl.LOCK_EX):
            if time.monotonic() >= deadline:
                raise LockHeldError(f"another process holds {path}")
            time.sleep(0.02)
        yield


def is_held(path: Path) -> bool:
    """Returns whether somebody holds a lock."""
    if not path.exists():
        return False
    with path.open("a") as file:
        return not _locked(file.fileno(), fcntl.LOCK_SH)


def _locked(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
