"""A connection to the gateway: heads that come late, too long or not as HTTP end it; all others are served."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Any

import pytest
import uvicorn

from local_azure.connection import HEAD_BYTES, Connection

REQUEST = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"


async def application(_scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 -- ASGI
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


class Wire(asyncio.Transport):
    """A connection's other side that keeps what is sent."""

    sent, closed = b"", False

    def write(self, data: Any) -> None:  # noqa: ANN401 -- bytes of any kind
        self.sent += data

    def close(self) -> None:
        self.closed = True

    def is_closing(self) -> bool:
        return self.closed

    def pause_reading(self) -> None:
        """What comes is taken as it is fed."""


@asynccontextmanager
async def served(
    sent: bytes = b"", head_seconds: float = 600.0
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """Connects a client to a server that takes the connection, and begins to wait, when so much has been sent."""
    protocol: Any = partial(Connection, head_seconds=head_seconds)
    config = uvicorn.Config(application, http=protocol, lifespan="off", ws="none", log_config=None)
    config.load()
    state = uvicorn.server.ServerState()
    loop = asyncio.get_running_loop()
    made: Callable[[], asyncio.Protocol] = partial(config.http_protocol_class, config, state, {})
    listening = socket.create_server(("127.0.0.1", 0))
    async with await loop.create_server(made, sock=listening, start_serving=False) as server:
        reader, writer = await asyncio.open_connection(*listening.getsockname())
        writer.write(sent)
        await server.start_serving()
        try:
            yield reader, writer
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()
            for connection in list(state.connections):
                connection.transport.abort()
            await asyncio.sleep(0)  # until they have ended


def asked(sent: bytes, head_seconds: float = 600.0) -> tuple[int, Any]:
    """Returns the status and the body of what a connection answers before it ends."""

    async def ask() -> bytes:
        async with served(sent, head_seconds) as (reader, _):
            return await reader.read()

    head, _, body = asyncio.run(ask()).partition(b"\r\n\r\n")
    return int(head.split()[1]), json.loads(body) if body.startswith(b"{") else body


@pytest.mark.parametrize("sent", [b"", b"G", REQUEST[:-2], b"\r\n\r\n", b"POST / HTTP/1.1\r\nContent-Length: 5\r\nX: "])
def test_a_head_that_does_not_come_whole_in_time_ends_the_connection(sent: bytes) -> None:
    status, body = asked(sent, head_seconds=0.02)
    assert (status, body["error"]["code"]) == (408, "RequestTimeout")


def test_the_second_head_of_a_connection_has_to_come_in_time_too() -> None:
    async def ask() -> tuple[bytes, bytes]:
        async with served(REQUEST + b"GET /second HT", 0.1) as (reader, _):
            first = await reader.readuntil(b"ok")
            return first, await reader.read()

    first, second = asyncio.run(ask())
    assert first.startswith(b"HTTP/1.1 200")
    assert second.startswith(b"HTTP/1.1 408")


def fed(*parts: bytes) -> tuple[bytes, int]:
    """Returns what a connection answers at once to parts that come one by one, and how many it has taken by then."""

    async def feed() -> tuple[bytes, int]:
        config = uvicorn.Config(application, http=Connection, lifespan="off", ws="none", log_config=None)
        config.load()
        connection, wire, taken = Connection(config, uvicorn.server.ServerState(), {}), Wire(), 0
        connection.connection_made(wire)
        for part in parts:
            if wire.closed:
                break
            connection.data_received(part)
            taken += 1
        connection.connection_lost(None)
        return wire.sent, taken

    return asyncio.run(feed())


def refused_as_too_long(sent: bytes) -> bool:
    body = json.loads(sent.partition(b"\r\n\r\n")[2])
    return sent.startswith(b"HTTP/1.1 431") and body["error"]["code"] == "RequestHeaderFieldsTooLarge"


@pytest.mark.parametrize("part", [b"x" * 1000, b"x\r\nX-One: 1", b"\r\nX: 1"])
def test_a_head_that_is_too_long_is_refused_before_it_ends(part: bytes) -> None:
    sent, taken = fed(b"GET / HTTP/1.1\r\nX: 1", *[part] * (10 * HEAD_BYTES // len(part)))
    assert refused_as_too_long(sent)
    assert (taken - 1) * len(part) <= HEAD_BYTES + len(part)


@pytest.mark.parametrize("line", [b"GET /%s HTTP/1.1\r\n", b"GET / HTTP/1.1\r\nX: %s\r\n"])
@pytest.mark.parametrize("last", [0, 1, 3])
def test_a_head_that_is_too_long_is_refused_as_such_when_it_comes_whole(line: bytes, last: int) -> None:
    head = line % (b"a" * (HEAD_BYTES + 10)) + b"\r\n"
    at = len(head) - last
    assert refused_as_too_long(fed(head[:at], head[at:])[0])


@pytest.mark.parametrize("last", [0, 1, 2, 3, 4])
def test_a_long_body_counts_for_nothing_of_its_head(last: int) -> None:
    body = b"x" * (2 * HEAD_BYTES) + b"\r\n\r\n"
    head = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % len(body)
    at = len(head) - last
    assert fed(head[:at], head[at:] + body) == (b"", 2)


@pytest.mark.parametrize(
    "sent",
    [
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n\r\nabc",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x3\r\n\r\nabc",
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: one\r\n two\r\n\r\n",
        b"GET / HTTP/1.1\nHost: a\n\n",
        b"GET / HTTP/1.1\r\nHost : a\r\n\r\n",
        b"GET / HTTP/1.1\r\nHo\x00st: a\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\x00b\r\n\r\n",
        b"GET /\xff HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / HTTP/9.9\r\nHost: a\r\n\r\n",
        b"NONSENSE / HTTP/1.1\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01",
    ],
)
def test_what_two_servers_could_read_in_two_ways_is_refused(sent: bytes) -> None:
    status, body = asked(sent)
    assert (status, body["error"]["code"]) == (400, "BadRequest")


def test_what_is_whole_is_served_however_it_comes_in_pieces() -> None:
    async def ask() -> bytes:
        async with served() as (reader, writer):
            for byte in b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc":
                writer.write(bytes([byte]))
                await writer.drain()
            return await reader.readuntil(b"ok")

    assert asyncio.run(ask()).startswith(b"HTTP/1.1 200")
