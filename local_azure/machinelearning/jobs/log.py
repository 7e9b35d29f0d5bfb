"""A job's log: a file that the trainer and the service write to, copied to the workspace's storage as it grows."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from local_azure.clock import Clock, timestamp
from local_azure.errors import AzureError

NAME = "user_logs/std_log.txt"
_COPY_SECONDS = 1.0


class JobLog:
    """The log of one job.

    Args:
        file: Where it is kept.
        clock: The time of the lines that the service writes.
        copy: Copies the file to where clients read it.
    """

    def __init__(self, file: Path, clock: Clock, copy: Callable[[Path], Awaitable[None]]) -> None:
        self.file = file
        self._clock = clock
        self._copy = copy
        self._copied = -1
        self._copying = asyncio.Lock()
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()

    def write(self, line: str) -> None:
        """Appends a line of the service's own, with the time before it."""
        with self.file.open("a", encoding="utf-8") as log:
            log.write(f"{timestamp(self._clock.now())} {line.rstrip()}\n")

    def last_lines(self, count: int) -> str:
        """Returns the last lines, as far as they aren't empty."""
        lines = [line for line in self.file.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]
        return "\n".join(lines[-count:])

    @asynccontextmanager
    async def copied(self) -> AsyncIterator[None]:
        """Copies the log every second while it grows, and once more on leaving."""
        copying = asyncio.create_task(self._keep_copying(), name=f"log {self.file}")
        try:
            yield
        finally:
            copying.cancel()
            with suppress(asyncio.CancelledError):
                await copying
            await self.copy_once()

    async def copy_once(self) -> None:
        """Copies the log when it has grown since the last copy.

        Storage may be gone (deleted under the job): the log then stays in its file, the job's outcome stays its own.
        """
        async with self._copying:  # one after the other, so that no older copy comes last
            size = self.file.stat().st_size
            if size == self._copied:
                return
            with suppress(AzureError):
                await self._copy(self.file)
                self._copied = size

    async def _keep_copying(self) -> None:
        while True:
            await self.copy_once()
            await asyncio.sleep(_COPY_SECONDS)  # real seconds: the file grows by the machine's
