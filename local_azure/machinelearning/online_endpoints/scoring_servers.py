"""The scoring processes of all deployments: started when they are needed, watched, started again, ended."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from pathlib import Path

from local_azure.clock import timestamp
from local_azure.confinement import what_holds
from local_azure.errors import AzureError
from local_azure.machine import Report
from local_azure.machinelearning.online_endpoints.revisions import Revision
from local_azure.machinelearning.online_endpoints.scoring_process import (
    ScoringProcess,
    ScriptFailedError,
    start_script,
)
from local_azure.machinelearning.online_endpoints.settings import Probe, parse_settings
from local_azure.platform import Platform

_LAST_CHARACTERS = 2000

Pythons = Callable[[Revision, Report], Awaitable[Path]]
"""Returns the Python of a revision's environment, after building it where it isn't there yet."""


class ScoringServers:
    """The scoring processes.

    Args:
        platform: The local Azure.
        python: Finds their environments.
    """

    def __init__(self, platform: Platform, python: Pythons) -> None:
        self._platform = platform
        self._python = python
        self._running: dict[Path, ScoringProcess] = {}
        self._watches: dict[Path, asyncio.Task[None]] = {}
        self._changing: dict[Path, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def ready(self, revision: Revision) -> ScoringProcess:
        """Returns the process of a revision, started unless it runs.

        Raises:
            AzureError: 400 ResourceNotReady with the end of the log, when the script doesn't come up.
        """
        async with self._changing[revision.folder]:
            process = self._running.get(revision.folder)
            if process is not None and process.is_alive:
                return process
            if process is not None:
                self._say(revision, f"The process ended with exit status {process.status}; it is started again.")
                await self._end(revision.folder)
            process = await self._start(revision)
            self._running[revision.folder] = process
            liveness = parse_settings(revision.properties, revision.sku, revision.region).liveness
            watch = asyncio.create_task(self._watch(revision, process, liveness), name=f"probe {revision.folder.name}")
            self._watches[revision.folder] = watch
            return process

    async def stop(self, folder: Path) -> None:
        """Ends the process that runs in a revision's folder, if there is one."""
        async with self._changing[folder]:
            await self._end(folder)
        self._changing.pop(folder, None)

    async def stop_all(self) -> None:
        """Ends all processes."""
        for folder in list(self._running):
            await self.stop(folder)

    async def _start(self, revision: Revision) -> ScoringProcess:
        liveness = parse_settings(revision.properties, revision.sku, revision.region).liveness
        try:
            python = await self._python(revision, lambda line: self._say(revision, line))
            self._say(revision, what_holds())
            return await start_script(python, revision, seconds=liveness.longest_start)
        except ScriptFailedError as error:
            self._say(revision, f"The scoring script didn't come up: {error}.")
            raise _not_ready(revision, str(error)) from error

    async def _end(self, folder: Path) -> None:
        process, watch = self._running.pop(folder, None), self._watches.pop(folder, None)
        if watch is not None:
            watch.cancel()
        if process is not None:
            await process.stop()

    async def _watch(self, revision: Revision, process: ScoringProcess, probe: Probe) -> None:
        failures = 0
        while process.is_alive and failures < probe.failure_threshold:
            await asyncio.sleep(probe.period)  # real seconds: it is a real process that may hang
            if await process.is_well(probe.timeout):
                failures = 0
            else:
                failures += 1
                self._say(revision, f"Liveness probe failed, {failures} of {probe.failure_threshold}.")
        if process.is_alive:
            async with self._changing[revision.folder]:  # requests wait, and start the next one
                self._running.pop(revision.folder, None)
                self._watches.pop(revision.folder, None)
                self._say(revision, "The process doesn't answer its probes: it is ended.")
                await process.stop()

    def _say(self, revision: Revision, line: str) -> None:
        with revision.server_log.open("a", encoding="utf-8") as log:
            log.write(f"{timestamp(self._platform.clock.now())} {line}\n")


def _not_ready(revision: Revision, why: str) -> AzureError:
    # Azure ML documentation "how-to-troubleshoot-online-endpoints", 2026-10: ResourceNotReady, the container crashes.
    end = revision.server_log.read_text(encoding="utf-8", errors="replace")[-_LAST_CHARACTERS:].strip()
    return AzureError(
        400,
        "ResourceNotReady",
        f"User container has crashed or terminated: {why}. Look into the scoring script's init() and the environment. "
        f"The end of the inference server's log:\n{end}",
    )
