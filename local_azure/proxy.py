"""The fail-closed CONNECT proxy: it leads the services' host names to the local server and refuses everything else."""

import asyncio
import contextlib
import logging
from collections.abc import Callable

from local_azure.identity import SERVER_HEADER
from local_azure.origins import NoSubnetIdError, Origins, named_subnet

LOG = logging.getLogger(__name__)
HEAD_LIMIT = 16 * 1024
HEAD_SECONDS = 10.0
CONNECTIONS = 512
CHUNK = 64 * 1024


class ConnectProxy:
    """Answers ``CONNECT host:443`` for served hosts with a tunnel to the local server, and 403 to all else.

    A program that gives the id of a subnet as the proxy's user name (``http://%2Fsubscriptions%2F...:@127.0.0.1:PORT``)
    is taken to run in that subnet.

    Args:
        serves: Whether a host name is one of the services'.
        port: The local server's port on 127.0.0.1.
        origins: Learns which connections come from which subnet.
    """

    def __init__(self, serves: Callable[[str], bool], port: int, origins: Origins | None = None) -> None:
        self._serves = serves
        self._port = port
        self._origins = origins or Origins()
        self._open: set[asyncio.StreamWriter] = set()

    def close(self) -> None:
        """Ends every tunnel, so that neither side waits for the other when the server stops."""
        for writer in self._open:
            writer.transport.abort()

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serves one connection, from its first byte to its end (the callback of ``asyncio.start_server``)."""
        self._open.add(writer)
        try:
            if len(self._open) > CONNECTIONS:
                await _refuse(writer, "503 Service Unavailable", f"more than {CONNECTIONS} connections are open")
                return
            await self._serve(reader, writer)
        except (ConnectionError, OSError) as error:
            LOG.debug("a connection through the proxy ended: %s", error)
        finally:
            self._open.discard(writer)
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), HEAD_SECONDS)
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
        server_reader, server_writer = await asyncio.open_connection("127.0.0.1", self._port)
        port: int = server_writer.get_extra_info("sockname")[1]
        if subnet_id is not None:  # before the first byte goes on, so that the server knows it with the first request
            self._origins.enter(port, subnet_id)
        try:
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            await asyncio.gather(_copy(reader, server_writer), _copy(server_reader, writer))
        finally:
            self._origins.leave(port)
            server_writer.close()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):  # the other side may go first; the tunnel then ends
        while data := await reader.read(CHUNK):
            writer.write(data)
            await writer.drain()
    with contextlib.suppress(ConnectionError, OSError):
        writer.write_eof()


def _target(head: bytes) -> tuple[str, str, str]:
    words = head.split(b"\r\n", 1)[0].decode("latin-1").split()
    if len(words) != 3:
        return "", "", ""
    host, _, port = words[1].rpartition(":")
    return words[0], host.lower(), port


async def _refuse(writer: asyncio.StreamWriter, status: str, reason: str) -> None:
    body = (reason + "\n").encode()
    writer.write(
        f"HTTP/1.1 {status}\r\nServer: {SERVER_HEADER}\r\nContent-Type: text/plain; charset=utf-8\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode()
        + body
    )
    await writer.drain()
