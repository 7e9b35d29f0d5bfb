"""What attacks go for: the instance's secrets, other jobs, the clone, somebody's home, other programs and ports."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.local_azure.machinelearning.running import RunningAzure

ROOT = Path(__file__).parents[3]
SECRET_FILES = ("ca.key", "token-signing.key", "credentials.json", "state.sqlite", "ports.json", "instance.json")


def targets_in(azure: RunningAzure, home: Path, port: int) -> dict[str, Any]:
    """Returns what a program goes for; ``home`` stands for a user's home, ``port`` for another program's."""
    (home / ".ssh").mkdir(exist_ok=True)
    key = home / ".ssh" / "id_ed25519"
    key.write_text("a private key")
    other = azure.directory / "jobs" / "another-job"
    other.mkdir(parents=True, exist_ok=True)
    (other / "train.jsonl").write_text("another's rows")
    files = [azure.directory / name for name in SECRET_FILES if (azure.directory / name).exists()]
    read = [*files, key, other / "train.jsonl", ROOT / "pyproject.toml", f"/proc/{os.getpid()}/environ"]
    return {
        "read": [str(each) for each in (*read, f"/proc/{os.getpid()}/mem", "/etc/shadow")],
        "list": [str(each) for each in (azure.directory, home, home / ".ssh", ROOT, "/tmp")],
        "write": [str(each) for each in (key, azure.directory / "ca.pem", other / "train.jsonl")],
        "signal": [os.getpid()],
        "connect": [port],
    }


@contextmanager
def another_program() -> Iterator[int]:
    """Listens on a port of loopback while the block lasts."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]
