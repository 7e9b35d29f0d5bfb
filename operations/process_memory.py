"""The peak memory of a tree of processes, sampled."""

import os
import threading
from pathlib import Path

PROC = Path("/proc")
INTERVAL_SECONDS = 1.0


class MemoryWatch:
    """Samples the resident memory of some processes and all that they started, in a thread; used as a context.

    Where there is no /proc (not Linux) nothing is sampled and the peak stays 0.
    """

    def __init__(self) -> None:
        self.peak_bytes = 0
        self._roots = {os.getpid()}
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)

    def __enter__(self) -> "MemoryWatch":
        """Starts sampling."""
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        """Stops sampling."""
        self._stop.set()
        self._thread.join()

    def add(self, process_id: int) -> None:
        """Counts a process that is no child of this one, with all that it started."""
        self._roots.add(process_id)

    def _sample(self) -> None:
        while not self._stop.wait(INTERVAL_SECONDS):
            self.peak_bytes = max(self.peak_bytes, tree_bytes(set(self._roots)))


def tree_bytes(roots: set[int], proc: Path = PROC) -> int:
    """Resident memory of processes and their descendants; pages that several share count once for each."""
    children: dict[int, list[int]] = {}
    for process in _processes(proc):
        children.setdefault(_parent(process), []).append(int(process.name))
    total, todo = 0, list(roots)
    while todo:
        process_id = todo.pop()
        total += _resident_bytes(proc / str(process_id))
        todo += children.get(process_id, [])
    return total


def _processes(proc: Path) -> list[Path]:
    return [folder for folder in proc.iterdir() if folder.name.isdigit()] if proc.is_dir() else []


def _parent(process: Path) -> int:
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[1])
    except (OSError, IndexError):  # it has ended meanwhile
        return 0


def _resident_bytes(process: Path) -> int:
    try:
        return int((process / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):  # it has ended meanwhile
        return 0
