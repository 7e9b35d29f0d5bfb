"""What the processes of a local Azure listen on: read from /proc, for a process and all that it started."""

from collections.abc import Iterator
from pathlib import Path

PROCESSES = Path("/proc")
_LISTENING = "0A"


def listening(leader: int) -> set[str]:
    """Returns the addresses, as the kernel writes them (``0100007F:1F90``), of a process and its descendants."""
    sockets = {inode for process in family(leader) for inode in _sockets(process)}
    found = set()
    for table in ("tcp", "tcp6"):
        for line in (PROCESSES / "net" / table).read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == _LISTENING and fields[9] in sockets:
                found.add(fields[1])
    return found


def family(leader: int) -> set[int]:
    """Returns a process with all that it started, also those in sessions of their own."""
    parents = dict(_parents())
    found, fresh = {leader}, {leader}
    while fresh:
        fresh = {child for child, parent in parents.items() if parent in fresh} - found
        found |= fresh
    return found


def is_loopback(address: str) -> bool:
    """Returns whether an address of the kernel's table is 127.0.0.1 or ::1."""
    return address.split(":")[0] in {"0100007F", "00000000000000000000000001000000"}


def _parents() -> Iterator[tuple[int, int]]:
    for process in PROCESSES.glob("[0-9]*"):
        try:
            yield int(process.name), int((process / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue  # it ended meanwhile


def _sockets(process: int) -> Iterator[str]:
    for handle in _handles(process):
        try:
            target = str(handle.readlink())
        except OSError:
            continue  # it was closed meanwhile, as the one that listed the folder always is
        if target.startswith("socket:["):
            yield target.removeprefix("socket:[").removesuffix("]")


def _handles(process: int) -> list[Path]:
    try:
        return list((PROCESSES / str(process) / "fd").iterdir())
    except OSError:
        return []  # it ended meanwhile
