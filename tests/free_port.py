"""A free port for a program that has to be told its port before it listens."""

import os
import socket
from contextlib import suppress

LOOPBACK = "127.0.0.1"
FIRST, LAST = 20_000, 32_000
"""Below those that Linux gives unasked (ip(7), ip_local_port_range: from 32768 on): nobody else gets it meanwhile."""


def free_port() -> int:
    """Returns a port of 127.0.0.1 that nobody has.

    Raises:
        RuntimeError: Somebody has each of them.
    """
    count = LAST - FIRST
    for number in range(count):
        port = FIRST + (os.getpid() * 7 + number) % count
        with socket.socket() as probe, suppress(OSError):
            probe.bind((LOOPBACK, port))
            return port
    raise RuntimeError(f"no port from {FIRST} to {LAST} is free on {LOOPBACK}")
