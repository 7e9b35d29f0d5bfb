"""What programs of jobs and endpoints may reach: told in one place, held by the kernel where it can (Landlock)."""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from local_azure.confinement import landlock
from local_azure.confinement.places import SHARED_MEMORY, devices, python_places, system_places

_PROGRAM = Path(landlock.__file__)
_TRUNCATE_SINCE = 3
_PORT_RANGE = Path("/proc/sys/net/ipv4/ip_local_port_range")
_USUAL_PORTS = (32768, 60999)  # Linux's default
UNCONFINED = (
    "Programs can't be confined on this machine: that takes Linux with Landlock (5.13 or later). What a job or a "
    "scoring script may read and write is what you may read and write."
)
"""What is said where jobs and scoring scripts have all rights of whoever started the local Azure."""


@dataclass(frozen=True)
class Confinement:
    """What a program, and all that it starts, may reach beyond the system's own programs and libraries.

    Attributes:
        pythons: The Pythons that it runs.
        readable: Files and folders that it reads, and may run programs from. They must be there.
        writable: Files and folders that it writes, too. They must be there.
        ports: The TCP ports, from first to last, that it may connect to on any host; None for all.
    """

    pythons: Sequence[Path]
    readable: Sequence[Path] = ()
    writable: Sequence[Path] = ()
    ports: Sequence[tuple[int, int]] | None = ()

    def applied_to(self, command: Sequence[str | Path]) -> list[str]:
        """Returns the command that runs ``command`` confined; the same one where the kernel has no Landlock.

        It ends with status 126, and says why, where it can't be confined though the kernel has Landlock.
        """
        words = [str(word) for word in command]
        if landlock.version() == 0:
            return words
        pythons = [place for python in self.pythons for place in python_places(python)]
        places = [*system_places(), *pythons, *self.readable]
        shared = [SHARED_MEMORY] if SHARED_MEMORY.is_dir() else []
        rules = {
            "read": [str(place) for place in places],
            "write": [str(place) for place in (*shared, *self.writable)],
            "devices": [str(place) for place in devices()],
            "connect": self.ports,
        }
        return [sys.executable, "-I", "-S", str(_PROGRAM), json.dumps(rules), "--", *words]


def what_holds(version: int | None = None) -> str:
    """Returns what the kernel holds programs to, and what it doesn't, for logs.

    Args:
        version: Landlock's version; the kernel's own by default.
    """
    known = landlock.version() if version is None else version
    if known == 0:
        return UNCONFINED
    gaps = [
        ("truncating files elsewhere", _TRUNCATE_SINCE),
        ("connections to other ports", landlock.CONNECTIONS_SINCE),
        ("signals to your other programs", landlock.SCOPES_SINCE),
    ]
    missing = [what for what, since in gaps if known < since]
    held = "The kernel holds the program to its own folder, what it is given to read, and the local Azure's ports"
    return f"{held} (Landlock {known})" + (f"; it doesn't hold off {', '.join(missing)}." if missing else ".")


def free_ports() -> tuple[int, int]:
    """Returns the ports, from first to last, of which the system gives one to who asks for any."""
    try:
        first, last = _PORT_RANGE.read_text(encoding="ascii").split()
    except OSError:
        return _USUAL_PORTS
    return int(first), int(last)
