"""What a hostile job or scoring script tries: uploaded as its code, run by the local Azure, told what to go for."""

import ctypes
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any


def attack(targets: dict[str, Any]) -> dict[str, Any]:
    """Tries all that a program of a job shouldn't get and some of what it needs; returns what came of each."""
    found = {f"read {path}": tried(Path(path).read_bytes) for path in targets["read"]}
    found |= {f"list {path}": tried(lambda path=path: list(Path(path).iterdir())) for path in targets["list"]}
    for path in targets["write"]:
        found |= {f"{how} {path}": tried(lambda make=make, path=path: make(path)) for how, make in WRITES.items()}
    found |= {f"signal {pid}": tried(lambda pid=pid: os.kill(pid, 0)) for pid in targets["signal"]}
    found |= {
        f"look at {pid}": tried(lambda pid=pid: Path(f"/proc/{pid}/fd/1").readlink()) for pid in targets["signal"]
    }
    found |= {f"trace {pid}": tried(lambda pid=pid: trace(pid)) for pid in targets["signal"]}
    found |= {f"connect {port}": tried(lambda port=port: connect(port)) for port in targets["connect"]}
    found |= {f"child reads {path}": tried(lambda path=path: child(path)) for path in targets["read"][:1]}
    return {
        "found": found,
        "needs": needs(),
        "environment": dict(os.environ),
        "argument": sys.argv,
        "status": Path("/proc/self/status").read_text(),
    }


def needs() -> dict[str, str]:
    """Returns what comes of what programs do every day."""
    return {
        "its folder": tried(lambda: Path("mine.txt").write_text("mine")),
        "temporary files": tried(lambda: tempfile.TemporaryFile().close()),
        "its home": tried(lambda: (Path.home() / ".cache").mkdir(exist_ok=True)),
        "semaphores": tried(multiprocessing.Lock),
        "programs": tried(lambda: subprocess.run(["bash", "-c", "ls /usr >/dev/null"], check=True)),
        "nothing": tried(lambda: Path("/dev/null").write_text("gone")),
        "its own process": tried(lambda: Path("/proc/self/environ").read_bytes()),
        "signals to its own": tried(signal_own),
        "names": tried(lambda: socket.getaddrinfo("localhost", 80)),
    }


def tried(action: Callable[[], object]) -> str:
    """Returns ``done``, or the error."""
    try:
        action()
    except (OSError, subprocess.CalledProcessError) as error:
        return type(error).__name__
    return "done"


def append(path: str) -> None:
    with open(path, "ab"):  # noqa: PTH123 -- as attackers do
        pass


def link(path: str) -> None:
    os.link(path, "linked")


def take_away(path: str) -> None:
    os.replace(path, "taken")  # noqa: PTH105 -- as attackers do


def beside(path: str) -> None:
    (Path(path).parent / "planted").write_text("planted")


WRITES: dict[str, Callable[[str], None]] = {
    "append to": append,
    "link": link,
    "take": take_away,
    "plant beside": beside,
}


def connect(port: int) -> None:
    socket.create_connection(("127.0.0.1", port), timeout=5).close()


def child(path: str) -> None:
    subprocess.run(["cat", path], check=True, capture_output=True)


def signal_own() -> None:
    with subprocess.Popen(["sleep", "100"]) as sleeping:
        sleeping.send_signal(signal.SIGKILL)


def trace(pid: int) -> None:
    """Attaches to a process as debuggers do (PTRACE_SEIZE, which doesn't stop it)."""
    library = ctypes.CDLL(None, use_errno=True)
    if library.ptrace(0x4206, pid, None, None) < 0:
        raise OSError(ctypes.get_errno(), "not traced")
