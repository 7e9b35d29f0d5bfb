"""Saves the state of a local Azure that is at rest, finds what was saved and deletes it."""

import json
import re
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from local_azure.clock import timestamp
from local_azure.directories import SNAPSHOTS
from local_azure.snapshots.state import copy_state, extent, remove, state_entries

FORMAT = 1
"""Of the snapshot's own files and of the state in it; grows when an older snapshot can't be restored any more."""

STATE = "state"
_DESCRIPTION = "snapshot.json"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class SnapshotError(ValueError):
    """A snapshot can't be saved, found or used; the message says why and what to do."""


@dataclass(frozen=True)
class Snapshot:
    """A snapshot.

    Attributes:
        name: Its name.
        made_at: When it was saved, UTC.
        files: How many files it has.
        bytes: How many bytes they have together.
        format: The format it was saved in.
    """

    name: str
    made_at: str
    files: int
    bytes: int
    format: int = FORMAT


def save(directory: Path, name: str, *, now: datetime) -> Snapshot:
    """Saves the state in an instance's folder under a name. The local Azure must not run.

    A save that is interrupted leaves no snapshot.

    Raises:
        SnapshotError: The name can't be one or is taken, or there is no state.
    """
    check_free(directory, name)
    place = directory / SNAPSHOTS / name
    place.parent.mkdir(mode=0o700, exist_ok=True)
    _clear_scratch(directory)
    scratch = place.with_name(f".saving-{name}")
    scratch.mkdir(mode=0o700)
    try:
        copy_state(directory, scratch / STATE)
        files, size = extent(scratch / STATE)
        snapshot = Snapshot(name, timestamp(now), files, size)
        (scratch / _DESCRIPTION).write_text(json.dumps(asdict(snapshot), indent=2), encoding="utf-8")
        scratch.rename(place)
    except BaseException:
        remove(scratch)
        raise
    return snapshot


def find(directory: Path, name: str) -> Snapshot:
    """Returns the snapshot of a name.

    Raises:
        SnapshotError: There is none, or it can't be used.
    """
    check_there(directory, name)
    place = directory / SNAPSHOTS / name
    try:
        snapshot = Snapshot(**json.loads((place / _DESCRIPTION).read_bytes()))
    except (OSError, ValueError, TypeError) as error:
        raise SnapshotError(f"the snapshot '{name}' is damaged: {_DESCRIPTION} can't be read; delete it") from error
    if snapshot.format != FORMAT:
        raise SnapshotError(
            f"the snapshot '{name}' has format {snapshot.format}, this version of the local Azure reads format "
            f"{FORMAT}; restore it with the version that saved it, or delete it"
        )
    if extent(place / STATE) != (snapshot.files, snapshot.bytes):
        raise SnapshotError(f"the snapshot '{name}' is damaged: files are missing or were changed; delete it")
    return snapshot


def names(directory: Path) -> list[str]:
    """Returns the names of all snapshots, usable or not, in order."""
    folder = directory / SNAPSHOTS
    if not folder.is_dir():
        return []
    return sorted(path.name for path in folder.iterdir() if _NAME.fullmatch(path.name))


def delete(directory: Path, name: str) -> None:
    """Deletes a snapshot, usable or not.

    Raises:
        SnapshotError: There is none of that name.
    """
    check_there(directory, name)
    _clear_scratch(directory)
    scratch = directory / SNAPSHOTS / f".deleting-{name}"  # gone at once, whatever becomes of the files
    (directory / SNAPSHOTS / name).rename(scratch)
    remove(scratch)


def check_free(directory: Path, name: str) -> None:
    """Returns when the state in an instance's folder can be saved under a name.

    Raises:
        SnapshotError: The name can't be one or is taken, or there is no state.
    """
    _check_name(name)
    if (directory / SNAPSHOTS / name).exists():
        raise SnapshotError(f"there is a snapshot '{name}' already; choose another name or delete it first")
    if not directory.is_dir() or not state_entries(directory):
        raise SnapshotError(f"{directory} holds no state to save; start the local Azure first")


def check_there(directory: Path, name: str) -> None:
    """Returns when there is a snapshot of a name, usable or not.

    Raises:
        SnapshotError: There is none, or the name can't be one.
    """
    _check_name(name)
    if not (directory / SNAPSHOTS / name).is_dir():
        raise SnapshotError(f"there is no snapshot '{name}'; there are: {', '.join(names(directory)) or 'none'}")


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise SnapshotError(
            f"'{name}' can't name a snapshot: up to 64 letters, digits, dots, hyphens and underscores, "
            "a letter or digit first"
        )


def _clear_scratch(directory: Path) -> None:
    for path in (directory / SNAPSHOTS).glob(".*"):
        remove(path)
