"""Ends what a server that was killed had started: its programs live on without it and hold its files."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from local_azure.instance_file import read_instance

PROCESSES = Path("/proc")

GRACE_SECONDS = 30.0
"""What a program gets to write down what it has accepted: Azurite does so every five seconds, and when it is asked."""
_POLL_SECONDS = 0.02


def end_leftovers(directory: Path) -> list[int]:
    """Ends the programs of a server that is gone, asked first, then by force; returns their process ids.

    The server leads a process group and a session of its own, and wrote its id into ``instance.json``. A process counts
    as its child when it is in both and names the instance's folder, so that a process id used anew harms nobody.
    Programs with sessions of their own (trainers) are found by the ``process.pid`` in the folder that they work below.
    Where there is no ``/proc`` nothing is ended.

    Args:
        directory: The instance's folder; its server must not run.
    """
    instance = read_instance(directory)
    if instance is None or not PROCESSES.is_dir():
        return []
    grouped = [process for process in _group(instance.pid) if _names(process, str(directory))]
    found = [process for process in (*grouped, *_noted(directory)) if _signal(process, signal.SIGTERM)]
    deadline = time.monotonic() + GRACE_SECONDS
    while any(map(_runs, found)) and time.monotonic() < deadline:
        time.sleep(_POLL_SECONDS)
    for process in filter(_runs, found):
        _signal(process, signal.SIGKILL)
    return [int(process.name) for process in found]


def _group(leader: int) -> Iterator[Path]:
    for process in PROCESSES.glob("[0-9]*"):
        with suppress(OSError):  # it ended while we looked
            # After the name in brackets: state, parent, process group, session (proc(5)).
            fields = (process / "stat").read_text().rpartition(")")[2].split()
            if fields[2] == fields[3] == str(leader):
                yield process


def _noted(directory: Path) -> Iterator[Path]:
    for note in directory.glob("*/*/process.pid"):
        process = PROCESSES / note.read_text(encoding="ascii").strip()
        with suppress(OSError):  # it has ended long ago
            if (process / "cwd").resolve(strict=True).is_relative_to(note.parent.resolve()):
                yield process


def _names(process: Path, directory: str) -> bool:
    with suppress(OSError):
        said = (process / "cmdline").read_bytes() + b"\0" + (process / "environ").read_bytes()
        return directory.encode() in said or str((process / "cwd").readlink()).startswith(directory)
    return False


def _signal(process: Path, number: signal.Signals) -> bool:
    with suppress(ProcessLookupError):
        os.kill(int(process.name), number)
        return True
    return False


def _runs(process: Path) -> bool:
    with suppress(OSError):
        # One that has ended and that nobody has asked about yet (Z) holds nothing any more.
        return (process / "stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    return False
