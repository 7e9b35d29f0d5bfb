"""Clients that begin and don't end, many at a time, in every way there is: all others are served meanwhile."""

import asyncio
import socket
import ssl
from collections.abc import Callable
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from local_azure.instance_file import read_instance
from local_azure.storage.azurite import Azurite
from local_azure.storage.backend import Backend
from tests.local_azure.machinelearning.running import ARM, GROUP, RunningAzure
from tests.local_azure.running import HeldClock
from tests.local_azure.security.raw import connected, head, tunnelled

MANY = 60
ARM_HOST = ARM.removeprefix("https://")


def half_a_proxys_head(directory: Path, stack: ExitStack, _token: str) -> None:
    instance = read_instance(directory)
    assert instance is not None
    connection = stack.enter_context(socket.create_connection(("127.0.0.1", instance.proxy_port), timeout=60))
    connection.sendall(b"CONNECT management.azure.com:443 HTTP/1.1\r\nX: ")


def no_handshake(directory: Path, stack: ExitStack, _token: str) -> None:
    stack.enter_context(tunnelled(directory, ARM_HOST))


def half_a_handshake(directory: Path, stack: ExitStack, _token: str) -> None:
    connection = stack.enter_context(tunnelled(directory, ARM_HOST))
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    context = ssl.create_default_context(cafile=str(directory / "ca.pem"))
    hello = context.wrap_bio(incoming, outgoing, server_hostname=ARM_HOST)
    with pytest.raises(ssl.SSLWantReadError):
        hello.do_handshake()
    connection.sendall(outgoing.read()[:50])


def half_a_head(directory: Path, stack: ExitStack, _token: str) -> None:
    connection = stack.enter_context(connected(directory, ARM_HOST))
    connection.sendall(b"GET / HTTP/1.1\r\nHost: management.azure.com\r\nX: ")


def half_a_body(directory: Path, stack: ExitStack, token: str) -> None:
    connection = stack.enter_context(connected(directory, ARM_HOST))
    target = f"{GROUP}x?api-version=2022-09-01"
    sent = head("PUT", target, ARM_HOST, Authorization=f"Bearer {token}", Content_Length="1000000")
    connection.sendall(sent + b'{"location": ')


@pytest.mark.parametrize("slow", [half_a_proxys_head, no_handshake, half_a_handshake, half_a_head, half_a_body])
def test_many_that_do_not_end_what_they_began_hold_off_nobody(
    attacked: RunningAzure, slow: Callable[[Path, ExitStack, str], None]
) -> None:
    with ExitStack() as stack:
        for _ in range(MANY):
            slow(attacked.directory, stack, attacked.token())
        with closing(connected(attacked.directory, ARM_HOST)) as other:
            sent = head("GET", f"{GROUP}?api-version=2022-09-01", ARM_HOST, Authorization=f"Bearer {attacked.token()}")
            other.sendall(sent)
            assert other.recv(4096).startswith(b"HTTP/1.1 200")


def test_many_answers_that_are_not_read_hold_off_nobody() -> None:
    more_than_clients_usually_hold = 120
    handlers: list[asyncio.Task[None] | None] = []

    async def answers(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        handlers.append(asyncio.current_task())
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nbegun")
        await reader.read()
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    async def ask() -> int:
        async with await asyncio.start_server(answers, "127.0.0.1", 0) as server:
            address = "http://{}:{}".format(*server.sockets[0].getsockname())
            process = SimpleNamespace(returncode=0)
            azurite = Azurite(cast("asyncio.subprocess.Process", process), address, {"slot": "a2V5"})
            process.returncode = None

            async def start() -> Azurite:
                return azurite

            backend = Backend(start, HeldClock())
            held = [await backend.send("GET", "slot") for _ in range(more_than_clients_usually_hold)]
            for each in held:
                await each.aclose()
            process.returncode = 0
            await backend.stop()
            await asyncio.gather(*(each for each in handlers if each is not None), return_exceptions=True)
            return len(held)

    assert asyncio.run(ask()) == more_than_clients_usually_hold
