"""Holds a local Azure still for as long as its files are copied or replaced."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from local_azure.daemon import START_SECONDS, start, stop
from local_azure.locks import held
from local_azure.snapshots.restore import finish_restore, is_unfinished

_LOCK_SECONDS = START_SECONDS + 5


@contextmanager
def at_rest(directory: Path) -> Iterator[None]:
    """Stops the local Azure for the block and starts it again afterwards, if it ran, also when the block fails.

    Nobody can start it meanwhile. It begins again in the background, also where it ran in the foreground.

    Raises:
        LocalAzureError: It can't be stopped or started.
        LockHeldError: Another process holds the folder.
    """
    ran = False
    try:
        with alone(directory):
            ran = stop(directory)
            with held(directory / "server.lock", seconds=2):
                finish_restore(directory)
                yield
    finally:
        if ran:
            start(directory)


@contextmanager
def alone(directory: Path) -> Iterator[None]:
    """Keeps other commands from starting the local Azure or working on its snapshots during the block.

    Raises:
        LockHeldError: Another process holds the folder.
    """
    with held(directory / "start.lock", seconds=_LOCK_SECONDS):
        yield


def finish_interrupted_restore(directory: Path) -> None:
    """Brings a restore that was interrupted to its end before anything else reads the folder.

    Raises:
        LockHeldError: Another process holds the folder.
    """
    if not is_unfinished(directory):
        return
    with alone(directory), held(directory / "server.lock", seconds=2):
        finish_restore(directory)
