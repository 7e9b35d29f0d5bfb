"""What a running local Azure says of itself in its folder: process, ports, since when."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from local_azure.secret_files import write_secret


@dataclass(frozen=True)
class InstanceFile:
    """The content of ``instance.json``.

    Attributes:
        pid: The server's process.
        https_port: Where it answers for all hosts, on 127.0.0.1.
        proxy_port: Where its CONNECT proxy listens, on 127.0.0.1.
        started_at: Since when, UTC.
    """

    pid: int
    https_port: int
    proxy_port: int
    started_at: str


def write_instance(directory: Path, instance: InstanceFile) -> Path:
    """Writes ``instance.json`` and returns its path."""
    path = directory / "instance.json"
    write_secret(path, json.dumps(asdict(instance), indent=2).encode())
    return path


def read_instance(directory: Path) -> InstanceFile | None:
    """Returns what ``instance.json`` says, or None where there is none (or a broken one, which nobody can run by)."""
    try:
        return InstanceFile(**json.loads((directory / "instance.json").read_bytes()))
    except (FileNotFoundError, ValueError, TypeError):
        return None
