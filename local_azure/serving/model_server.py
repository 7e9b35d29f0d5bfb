"""The process that serves models: the base weights with the endpoints' adapters, started again when it dies."""

import asyncio
import secrets
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from local_azure.confinement import Confinement
from local_azure.confinement.announcement import announced
from local_azure.errors import AzureError
from local_azure.json_types import Json
from local_azure.machine import Compute
from local_azure.processes import end_left_over, end_program, start_program

_LOOK_SECONDS = 0.1
_START_SECONDS = 300.0
_ANSWER_SECONDS = 600.0
_LAST_CHARACTERS = 2000


@dataclass(frozen=True)
class Adapter:
    """What a tuned model adds to the base weights: its name in the server, and its folder."""

    name: str
    folder: Path


@dataclass(frozen=True)
class _Running:
    process: asyncio.subprocess.Process
    client: httpx.AsyncClient
    loaded: dict[str, None]  # the names of adapters, the one used longest ago first


class ModelServer:
    """Answers chat completions with the base weights or an adapter.

    Args:
        folder: Where its log and notes are.
        compute: What it runs on.
        adapters: The folders that adapters are in.
    """

    def __init__(self, folder: Path, compute: Compute, adapters: Sequence[Path]) -> None:
        self._folder = folder
        self._compute = compute
        self._adapters = adapters
        self._running: _Running | None = None
        self._changing = asyncio.Lock()

    async def load(self, adapter: Adapter | None) -> None:
        """Makes sure that the server runs and has the adapter.

        Raises:
            AzureError: 424 when the server can't be started or refuses the adapter.
        """
        for last_try in (False, True):
            try:
                await self._ready(adapter)
            except httpx.TransportError as error:
                if last_try:
                    raise self._went_away(error) from error
            else:
                return

    async def unload(self, adapter: Adapter) -> None:
        """Takes an adapter out of the server, if it is running."""
        running = self._alive()
        if running is not None and adapter.name in running.loaded:
            running.loaded.pop(adapter.name, None)
            with suppress(httpx.TransportError):  # it died: the next one starts without the adapter
                await running.client.delete(f"/adapters/{adapter.name}")

    async def chat(self, adapter: Adapter | None, body: Json) -> httpx.Response:
        """Sends a chat completion request and returns the answer, not yet read; the caller closes it.

        A server that has died is started again, once.

        Raises:
            AzureError: 424 when the server can't be started or goes away again.
        """
        payload = {**body, "model": adapter.name if adapter else "base"}
        for last_try in (False, True):
            try:
                running = await self._ready(adapter)
                return await self._sent(running, payload)
            except httpx.TransportError as error:
                if last_try:
                    raise self._went_away(error) from error
        raise AssertionError("the loop returns or raises")

    async def stop(self) -> None:
        """Ends the server; the next request starts it again."""
        async with self._changing:
            await self._end(self._running)

    async def _ready(self, adapter: Adapter | None) -> _Running:
        async with self._changing:
            running = self._alive()
            if running is None:
                await self._end(self._running)
                running = self._running = await self._start()
            if adapter is not None:
                if adapter.name not in running.loaded:
                    try:
                        await self._add(running, adapter)
                    except httpx.TransportError:
                        await self._end(running)
                        raise
                running.loaded.pop(adapter.name, None)
                running.loaded[adapter.name] = None
            return running

    async def _sent(self, running: _Running, payload: Json) -> httpx.Response:
        request = running.client.build_request("POST", "/v1/chat/completions", json=payload)
        try:
            return await running.client.send(request, stream=True)
        except httpx.TransportError:
            async with self._changing:
                await self._end(running)
            raise

    async def _end(self, running: _Running | None) -> None:
        """Ends a server unless that was done; one that has died counts as running until the system says otherwise."""
        if running is None or running is not self._running:
            return
        self._running = None
        await running.client.aclose()
        if running.process.returncode is None:
            await end_program(running.process)

    async def _add(self, running: _Running, adapter: Adapter) -> None:
        while True:
            answer = await running.client.put(f"/adapters/{adapter.name}", json={"path": str(adapter.folder)})
            if answer.status_code != httpx.codes.CONFLICT or not running.loaded:
                break
            # It holds as many as it can: the one that was used longest ago goes, and comes back when it is asked for.
            longest_ago = next(iter(running.loaded))
            del running.loaded[longest_ago]
            await running.client.delete(f"/adapters/{longest_ago}")
        if answer.is_error:
            raise self._failed(f"it refused the adapter {adapter.name}: {answer.text[:500]}")

    def _alive(self) -> _Running | None:
        running = self._running
        return running if running is not None and running.process.returncode is None else None

    async def _start(self) -> _Running:
        home = self._folder / "home"
        for folder in (home, *self._adapters):
            folder.mkdir(parents=True, exist_ok=True)
        end_left_over(self._folder)
        address_file = home / "address"
        address_file.unlink(missing_ok=True)
        token = secrets.token_urlsafe(32)
        with self._log.open("a", encoding="utf-8") as log:
            python = await self._compute.environment(lambda line: print(line, file=log))
            weights = await self._compute.weights(lambda line: print(line, file=log))
        command: list[str | Path] = [
            python,
            self._compute.inference_script,
            "--model",
            weights,
            "--label",
            self._compute.label,
        ]
        process = await start_program(
            [*command, "--address-file", address_file],
            folder=self._folder,
            log=self._log,
            home=home,
            confinement=Confinement([python], [*_scripts(self._compute), weights, *self._adapters]),
            extra={"INFERENCE_TOKEN": token},
        )
        try:
            address = await asyncio.wait_for(self._address(process, address_file), _START_SECONDS)
        except TimeoutError as error:
            await end_program(process)
            raise self._failed(f"it didn't answer within {_START_SECONDS:.0f} s") from error
        client = httpx.AsyncClient(
            base_url=address,
            headers={"Authorization": f"Bearer {token}"},
            timeout=httpx.Timeout(_ANSWER_SECONDS, connect=10.0),
            limits=httpx.Limits(max_connections=None),
            trust_env=False,  # loopback only: the proxy settings of whoever started the local Azure are not for this
        )
        return _Running(process, client, {})

    async def _address(self, process: asyncio.subprocess.Process, address_file: Path) -> str:
        while True:
            if process.returncode is not None:
                raise self._failed(f"it ended with exit status {process.returncode}")
            if address := announced(address_file):
                return address
            await asyncio.sleep(_LOOK_SECONDS)

    @property
    def _log(self) -> Path:
        return self._folder / "server.log"

    def _went_away(self, error: httpx.TransportError) -> AzureError:
        return self._failed(f"it went away while it answered ({type(error).__name__})")

    def _failed(self, why: str) -> AzureError:
        end = self._log.read_text(encoding="utf-8", errors="replace")[-_LAST_CHARACTERS:] if self._log.exists() else ""
        message = f"The model server could not serve: {why}. The end of {self._log}:\n{end.strip() or '(empty)'}"
        return AzureError(424, "FailedDependency", message)


def _scripts(compute: Compute) -> list[Path]:
    # The server takes modules from the scoring script of the project, where that lies beside it.
    serving = compute.inference_script.parents[2] / "jobs" / "serving"
    return [compute.inference_script.parent, *([serving] if serving.is_dir() else [])]


def remove_adapter_files(adapter: Adapter) -> None:
    """Removes the files of an adapter that no endpoint serves any more."""
    shutil.rmtree(adapter.folder, ignore_errors=True)
