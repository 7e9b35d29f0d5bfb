"""The server in this process, until it is told to stop, holding the lock that says so."""

import asyncio
import logging
import os
import sys
from pathlib import Path

from local_azure.clock.movable import MovableClock
from local_azure.clock.moves import resume
from local_azure.leftovers import end_leftovers
from local_azure.locks import LockHeldError, held
from local_azure.options import Options
from local_azure.server import serve


def run_in_foreground(directory: Path, *, root: Path, options: Options) -> None:
    """Runs a local Azure until SIGINT or SIGTERM; ends the process with code 1 when another one runs in the folder."""
    os.umask(0o077)  # state, logs and what jobs leave are the owner's alone
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for noisy in ("httpx", "httpcore", "azure", "asyncio"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    try:
        with held(directory / "server.lock", seconds=2):
            end_leftovers(directory)
            clock = MovableClock(ahead=resume(directory))
            asyncio.run(serve(directory, root=root, clock=clock, options=options))
    except LockHeldError:
        sys.exit(f"A local Azure already runs in {directory}; stop it with: tunestack local stop")
