"""The processes that a language host has started: none of them outlives it."""

import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

GRACE_SECONDS = 1.0  # the engine gives this process 5 s to end, so its children get less


class Children:
    """Starts processes and can end all that still run, from any thread."""

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[bytes]] = set()
        self._lock = Lock()
        self._stopped = False

    @contextmanager
    def start(
        self,
        command: Sequence[str],
        *,
        environment: Mapping[str, str],
        directory: Path,
        stdout: int | None = None,
        stderr: int | None = None,
    ) -> Iterator[subprocess.Popen[bytes]]:
        """Start a process without standard input; it is ended when the block is left and it still runs.

        Args:
            command: its command line.
            environment: all its environment variables.
            directory: its working directory.
            stdout: as in `subprocess.Popen`; by default it writes where this process writes.
            stderr: likewise.
        """
        with self._lock:
            if self._stopped:
                raise InterruptedError("the language host is being stopped")
            process = subprocess.Popen(
                command, env=dict(environment), cwd=directory, stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr
            )
            self._running.add(process)
        try:
            yield process
        finally:
            _end(process)
            with self._lock:
                self._running.discard(process)

    def stop(self) -> None:
        """End all that still run, and start none any more."""
        with self._lock:
            self._stopped = True
            running = list(self._running)
        for process in running:
            process.terminate()
        for process in running:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
