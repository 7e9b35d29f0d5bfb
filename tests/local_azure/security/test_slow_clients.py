"""Clients that begin and don't end, many at a time, in every way there is: all others are served meanwhile."""

import socket
import ssl
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from local_azure.instance_file import read_instance
from tests.local_azure.machinelearning.running import ARM, GROUP, STORAGE, RunningAzure
from tests.local_azure.security.blobs import HOST, call, make_container
from tests.local_azure.security.raw import connected, head, tunnelled

MANY = 60
ARM_HOST = ARM.removeprefix("https://")
LARGE = 4 * 1024 * 1024


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


@pytest.fixture(scope="module")
def slowed(attacked: RunningAzure) -> RunningAzure:
    make_container(attacked, "large", {"blob": b"x" * LARGE})
    return attacked


@pytest.mark.parametrize("slow", [half_a_proxys_head, no_handshake, half_a_handshake, half_a_head, half_a_body])
def test_many_that_do_not_end_what_they_began_hold_off_nobody(
    slowed: RunningAzure, slow: Callable[[Path, ExitStack, str], None]
) -> None:
    with ExitStack() as stack:
        for _ in range(MANY):
            slow(slowed.directory, stack, slowed.token())
        with closing(connected(slowed.directory, ARM_HOST)) as other:
            sent = head("GET", f"{GROUP}?api-version=2022-09-01", ARM_HOST, Authorization=f"Bearer {slowed.token()}")
            other.sendall(sent)
            assert other.recv(4096).startswith(b"HTTP/1.1 200")


def test_many_that_do_not_read_their_answers_hold_off_nobody(slowed: RunningAzure) -> None:
    token = slowed.token(STORAGE)
    sent = head("GET", "/large/blob", HOST, Authorization=f"Bearer {token}", x_ms_version="2024-11-04")
    more_than_a_client_of_azurites_would_hold = 110
    with ExitStack() as stack:
        for _ in range(more_than_a_client_of_azurites_would_hold):
            stack.enter_context(connected(slowed.directory, HOST)).sendall(sent)
        assert len(call(slowed, "GET", "large/blob", token=token).content) == LARGE
