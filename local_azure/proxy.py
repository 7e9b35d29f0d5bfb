"""The fail-closed CONNECT proxy: it leads the services' host names to the local server and refuses everything else."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from dataclasses import dataclass

from local_azure.identity import SERVER_HEADER
from local_azure.origins import NoSubnetIdError, Origins, named_subnet

LOG = logging.getLogger(__name__)
HEAD_LIMIT = 16 * 1024
CHUNK = 64 * 1024


@dataclass(frozen=True)
class ProxyLimits:
    """What one client may take of the proxy at the cost of others.

    Attributes:
        head_seconds: How long a request's head may take, and the way to the server.
        connections: How many may be open.
        idle_seconds: When that many are open, the one that has been silent longest makes room for a new one, if it was
            for so long; else the new one is turned away.
    """

    head_seconds: float = 10.0
    connections: int = 512
    idle_seconds: float = 1.0


LIMITS = ProxyLimits()


class ConnectProxy:
    """Answers ``CONNECT host:443`` for served hosts with a tunnel to the local server, and 403 to all else.

    A program that gives the id of a subnet as the proxy's user name (``http://%2Fsubscriptions%2F...:@127.0.0.1:PORT``)
    is taken to run in that subnet.

    Args:
        serves: Whether a host name is one of the services'.
        port: The local server's port on 127.0.0.1.
        origins: Learns which connections come from which subnet.
        limits: What one client may take of it.
    """

    def __init__(
        self,
        serves: Callable[[str], bool],
        port: int,
        origins: Origins | None = None,
        limits: ProxyLimits = LIMITS,
    ) -> None:
        self._serves = serves
        self._port = port
        self._origins = origins or Origins()
        self._limits = limits
        self._heard: dict[asyncio.StreamWriter, float] = {}  # when something came or went last, by the loop's time

    def close(self) -> None:
        """Ends every tunnel, so that neither side waits for the other when the server stops."""
        for writer in self._heard:
            writer.transport.abort()

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serves one connection, from its first byte to its end (the callback of ``asyncio.start_server``)."""
        try:
            if not self._has_room():
                reason = f"more than {self._limits.connections} connections are open"
                await _refuse(writer, "503 Service Unavailable", reason)
                return
            self._hear(writer)
            await self._serve(reader, writer)
        except (ConnectionError, OSError) as error:
            LOG.debug("a connection through the proxy ended: %s", error)
        finally:
            self._heard.pop(writer, None)
            writer.close()

    def _has_room(self) -> bool:
        if len(self._heard) < self._limits.connections:
            return True
        silent = min(self._heard, key=self._heard.__getitem__, default=None)
        now = asyncio.get_running_loop().time()
        if silent is None or now - self._heard[silent] < self._limits.idle_seconds:
            return False
        LOG.warning("ended a connection that was silent for %.0f s, to make room", now - self._heard.pop(silent))
        silent.transport.abort()
        return True

    def _hear(self, writer: asyncio.StreamWriter) -> None:
        self._heard[writer] = asyncio.get_running_loop().time()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), self._limits.head_seconds)
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError):
            await _refuse(writer, "400 Bad Request", "the request's head is incomplete, too long or too slow")
            return
        method, host, port = _target(head)
        if method != "CONNECT" or port != "443" or not self._serves(host):
            LOG.warning("refused %s %s:%s", method, host, port)
            await _refuse(
                writer, "403 Forbidden", f"the local Azure doesn't serve {host}, and nothing else is let through"
            )
            return
        try:
            subnet_id = named_subnet(head)
        except NoSubnetIdError as error:
            await _refuse(writer, "400 Bad Request", str(error))
            return
        await self._tunnel(reader, writer, subnet_id)

    async def _tunnel(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, subnet_id: str | None) -> None:
        async with asyncio.timeout(self._limits.head_seconds):
            server_reader, server_writer = await asyncio.open_connection("127.0.0.1", self._port)
        port: int = server_writer.get_extra_info("sockname")[1]
        if subnet_id is not None:  # before the first byte goes on, so that the server knows it with the first request
            self._origins.enter(port, subnet_id)
        try:
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            await asyncio.gather(
                _copy(reader, server_writer, lambda: self._hear(writer)),
                _copy(server_reader, writer, lambda: self._hear(writer)),
            )
        finally:
            self._origins.leave(port)
            server_writer.close()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, heard: Callable[[], None]) -> None:
    with contextlib.suppress(ConnectionError):  # the other side may go first; the tunnel then ends
        while data := await reader.read(CHUNK):
            writer.write(data)
            await writer.drain()
            heard()
    with contextlib.suppress(ConnectionError, OSError):
        writer.write_eof()


def _target(head: bytes) -> tuple[str, str, str]:
    words = head.split(b"\r\n", 1)[0].decode("latin-1").split()
    if len(words) != 3:
        return "", "", ""
    method, target, _ = words
    if method != "CONNECT":  # a URL, of which the path and query may hold what no log should
        target = target.partition("://")[2].partition("/")[0].partition("?")[0].rpartition("@")[2]
    host, _, port = target.rpartition(":") if ":" in target else (target, "", "")
    return method, host.lower(), port


async def _refuse(writer: asyncio.StreamWriter, status: str, reason: str) -> None:
    body = (reason + "\n").encode()
    writer.write(
        f"HTTP/1.1 {status}\r\nServer: {SERVER_HEADER}\r\nContent-Type: text/plain; charset=utf-8\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode()
        + body
    )
    await writer.drain()
