"""The Azurite process behind the gateway: its pool of accounts, its start on a free loopback port, its end."""

import asyncio
import base64
import json
import os
import secrets
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx

POOL_SIZE = 100
"""Storage accounts that one local Azure can hold at a time; Azurite takes its accounts at start only."""

_START_SECONDS = 60.0
_STOP_SECONDS = 15.0  # it writes down what it has accepted; whoever stops the local Azure waits for 20


class AzuriteError(RuntimeError):
    """Azurite could not be started; says why and what to do."""


@dataclass(frozen=True)
class Azurite:
    """A running Azurite: where it listens and which accounts it holds."""

    process: asyncio.subprocess.Process
    address: str
    keys: Mapping[str, str]

    async def stop(self) -> None:
        """Ends the process, by force when it does not go within a quarter of a minute."""
        if self.process.returncode is not None:
            return
        self.process.terminate()
        try:
            await asyncio.wait_for(self.process.wait(), _STOP_SECONDS)
        except TimeoutError:
            self.process.kill()
            await self.process.wait()


def pool_names() -> list[str]:
    """Returns the names of Azurite's accounts."""
    return [f"pool{number:03}" for number in range(POOL_SIZE)]


async def start_azurite(directory: Path, *, node: Path, script: Path) -> Azurite:
    """Starts Azurite's blob service on a free loopback port and returns once it answers.

    Args:
        directory: where its blobs, keys and log are kept; made when missing.
        node: the Node executable.
        script: Azurite's blob entry script.

    Raises:
        AzuriteError: it ended or did not answer in time; the message carries the end of its log.
    """
    keys = _pool_keys(directory / "accounts.json")
    port = _free_port()
    log = directory / "azurite.log"
    command = [str(node), str(script), "--blobHost", "127.0.0.1", "--blobPort", str(port)]
    command += ["--location", str(directory / "data"), "--skipApiVersionCheck", "--disableTelemetry", "--silent"]
    with log.open("ab") as output:
        process = await asyncio.create_subprocess_exec(
            *command, env=_environment(keys), stdin=asyncio.subprocess.DEVNULL, stdout=output, stderr=output
        )
    azurite = Azurite(process, f"http://127.0.0.1:{port}", keys)
    try:
        await asyncio.wait_for(_answering(azurite), _START_SECONDS)
    except (TimeoutError, AzuriteError) as error:
        await azurite.stop()
        tail = log.read_text(errors="replace")[-1000:].strip()
        message = f"Azurite did not start ({error or 'no answer in time'}); the end of {log}: {tail or '(empty)'}"
        raise AzuriteError(message) from error
    return azurite


def _pool_keys(file: Path) -> dict[str, str]:
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.exists():
        keys: dict[str, str] = json.loads(file.read_text())
        return keys
    keys = {name: base64.b64encode(secrets.token_bytes(64)).decode() for name in pool_names()}
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as output:
        json.dump(keys, output)
    return keys


def _environment(keys: Mapping[str, str]) -> dict[str, str]:
    accounts = ";".join(f"{name}:{key}" for name, key in keys.items())
    return {"PATH": os.environ.get("PATH", ""), "AZURITE_ACCOUNTS": accounts}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _answering(azurite: Azurite) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        while True:
            if azurite.process.returncode is not None:
                message = f"it ended with exit code {azurite.process.returncode}"
                raise AzuriteError(message)
            try:
                await client.get(azurite.address)
            except httpx.TransportError:
                await asyncio.sleep(0.05)
            else:
                return
