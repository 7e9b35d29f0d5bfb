"""Free ports on loopback, the same ones as last time where they are still free."""

import json
import socket
from pathlib import Path

LOOPBACK = "127.0.0.1"


def listen(directory: Path, name: str) -> socket.socket:
    """Returns a listening socket on 127.0.0.1.

    Args:
        directory: The instance's folder; ``ports.json`` there remembers the port.
        name: What the port is for, such as ``https``.
    """
    path = directory / "ports.json"
    remembered: dict[str, int] = json.loads(path.read_text()) if path.exists() else {}
    bound = _bind(remembered.get(name, 0))
    path.write_text(json.dumps({**remembered, name: bound.getsockname()[1]}, indent=2))
    return bound


def _bind(wanted: int) -> socket.socket:
    for port in (wanted, 0):
        # With the protocol named asyncio sets TCP_NODELAY on what connects; without it each answer waits some 40 ms.
        bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((LOOPBACK, port))
            bound.listen(512)
        except OSError:
            bound.close()
            if port == 0:
                raise
            continue  # somebody else has last time's port now: take any free one
        bound.settimeout(0)
        return bound
    raise AssertionError("the loop above returns or raises")
