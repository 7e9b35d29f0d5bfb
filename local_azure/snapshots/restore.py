"""Puts a snapshot in the place of the state: what interrupts it leaves the old state or the new one, never a mix."""

from pathlib import Path

from local_azure.directories import SNAPSHOTS
from local_azure.snapshots.snapshots import STATE, Snapshot, find
from local_azure.snapshots.state import COPYING, PLACING, READY, copy_state, remove, state_entries


def restore(directory: Path, name: str) -> Snapshot:
    """Replaces the state in an instance's folder by that of a snapshot, which stays. The local Azure must not run.

    Raises:
        SnapshotError: There is no such snapshot, or it can't be used; the state is as it was.
    """
    finish_restore(directory)
    snapshot = find(directory, name)
    copying = directory / COPYING
    try:
        copy_state(directory / SNAPSHOTS / name / STATE, copying)
    except BaseException:
        remove(copying)
        raise
    copying.rename(directory / READY)  # from here on it is the new state, whoever finishes
    finish_restore(directory)
    return snapshot


def is_unfinished(directory: Path) -> bool:
    """Returns whether a restore was interrupted after its snapshot had been copied whole."""
    return (directory / READY).is_dir() or (directory / PLACING).is_dir()


def finish_restore(directory: Path) -> None:
    """Brings a restore that was interrupted to its end; does nothing where none was. The local Azure must not run."""
    ready, placing = directory / READY, directory / PLACING
    if ready.is_dir():
        for entry in state_entries(directory):
            remove(entry)
        ready.rename(placing)
    if placing.is_dir():
        for entry in sorted(placing.iterdir()):
            entry.rename(directory / entry.name)
        placing.rmdir()
    remove(directory / COPYING)
