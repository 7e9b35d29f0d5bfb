"""Requests to Azurite with an account's own rights; it is started when the first one needs it."""

import asyncio
from collections.abc import AsyncIterable, Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from urllib.parse import quote

import httpx

from local_azure.clock import Clock
from local_azure.errors import AzureError
from local_azure.storage.azurite import Azurite, AzuriteError

_SAS_LIFETIME = timedelta(days=1)


class Backend:
    """Azurite, running when it is needed.

    Args:
        start: starts Azurite; called again when the process has died.
        clock: the machine's, which Azurite checks the signatures that it is called with by.
    """

    def __init__(self, start: Callable[[], Awaitable[Azurite]], clock: Clock) -> None:
        self._start = start
        self._clock = clock
        self._azurite: Azurite | None = None
        self._starting = asyncio.Lock()
        self._signatures: dict[str, tuple[datetime, str]] = {}
        # Loopback only: the proxy settings of whoever started the local Azure are not for this.
        self._client = httpx.AsyncClient(
            trust_env=False,
            timeout=httpx.Timeout(300.0, connect=10.0),
            # As many as ask: with a number of them, clients that don't read their answers would hold off all others.
            # A new one each time: Azurite 3 ends those that are idle for 5 s, and a request must not meet that end.
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=0),
        )

    async def send(
        self,
        method: str,
        slot: str,
        path: str = "",
        *,
        query: str = "",
        headers: Mapping[str, str] | None = None,
        content: bytes | AsyncIterable[bytes] | None = None,
    ) -> httpx.Response:
        """Sends one request and returns the answer with its body unread; the caller closes it.

        Args:
            method: HTTP method.
            slot: the Azurite account.
            path: container and blob, percent-encoded, without a leading slash.
            query: percent-encoded query without any signature.
            headers: request headers, without authorization.
            content: the body, streamed when it is an iterable.

        Raises:
            AzureError: 503 when Azurite can't be started or does not answer.
        """
        azurite = await self._running()
        signature = await self._signature(azurite, slot)
        url = f"{azurite.address}/{slot}/{path}?" + "&".join(part for part in (query, signature) if part)
        # As bytes: a client may send what isn't ASCII, and it is for Azurite to judge.
        sent = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in (headers or {}).items()]
        request = self._client.build_request(method, url, headers=sent, content=content)
        try:
            return await self._client.send(request, stream=True)
        except httpx.TransportError as error:
            raise AzureError(
                503, "ServerBusy", f"Azurite, the storage of the local Azure, failed: {error!r}"
            ) from error

    def address(self, slot: str) -> str:
        """Returns how Azurite names an account in its own answers, to be replaced by the public name."""
        return "" if self._azurite is None else f"{self._azurite.address}/{slot}"

    async def stop(self) -> None:
        """Ends Azurite if it runs."""
        await self._client.aclose()
        if self._azurite is not None:
            await self._azurite.stop()

    async def _running(self) -> Azurite:
        async with self._starting:
            if self._azurite is None or self._azurite.process.returncode is not None:
                try:
                    self._azurite = await self._start()
                except AzuriteError as error:
                    raise AzureError(503, "ServerBusy", str(error)) from error
                self._signatures.clear()
            return self._azurite

    async def _signature(self, azurite: Azurite, slot: str) -> str:
        ends, signature = self._signatures.get(slot, (self._clock.now(), ""))
        if not signature or ends - self._clock.now() < _SAS_LIFETIME / 2:
            signature = await asyncio.to_thread(_account_sas, slot, azurite.keys[slot], self._clock.now())
            self._signatures[slot] = (self._clock.now() + _SAS_LIFETIME, signature)
        return signature


def encode_path(container: str, blob: str = "") -> str:
    """Percent-encodes a container and blob name as a request path without a leading slash.

    Raises:
        AzureError: 400 when a part of the path would lead elsewhere: into another container, or another account.
    """
    if {".", ".."} & {part for name in (container, blob) for part in name.replace("\\", "/").split("/")}:
        raise AzureError(400, "InvalidUri", f"The name '{container}/{blob}' leads out of its container.")
    return quote(f"{container}/{blob}" if blob else container, safe="/~")


def _account_sas(slot: str, key: str, now: datetime) -> str:
    # Imported here: it takes a third of a second that the start of the local Azure need not wait for.
    from azure.storage.blob import generate_account_sas

    return generate_account_sas(
        slot,
        key,
        resource_types="sco",
        permission="rwdlacupx",
        start=now - timedelta(hours=1),
        expiry=now + _SAS_LIFETIME,
    )
