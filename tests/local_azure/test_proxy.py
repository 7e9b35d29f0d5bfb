"""The proxy leads to the services' hosts and fails closed for everything else."""

import asyncio
import socket
import ssl
import threading

import httpx
import pytest

from local_azure.proxy import HEAD_LIMIT, ConnectProxy, ProxyLimits
from tests.local_azure.running import LocalAzure


def answer(local_azure: LocalAzure, sent: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", local_azure.instance.proxy_port), timeout=60) as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(4096), b""))


def test_a_served_host_is_reached_by_its_public_name_and_says_that_it_is_local(local_azure: LocalAzure) -> None:
    found = local_azure.http.get("https://management.azure.com/metadata/endpoints?api-version=2022-09-01")
    assert (found.status_code, found.headers["Server"]) == (200, "tunestack-local-azure")


@pytest.mark.parametrize("host", ["pypi.example", "evil-management.azure.com.example", "azure.com", "127.0.0.1"])
def test_any_other_host_is_refused(local_azure: LocalAzure, host: str) -> None:
    with pytest.raises(httpx.ProxyError, match="403"):
        local_azure.http.get(f"https://{host}/")


def test_a_served_host_on_another_port_is_refused(local_azure: LocalAzure) -> None:
    with pytest.raises(httpx.ProxyError, match="403"):
        local_azure.http.get("https://management.azure.com:8443/")


def test_plain_http_is_refused_even_for_a_served_host(local_azure: LocalAzure) -> None:
    assert local_azure.http.get("http://management.azure.com/").status_code == 403


@pytest.mark.parametrize("sent", [b"", b"CONNECT", b"GET / HTTP/1.1\r\n", b"x" * (HEAD_LIMIT + 10)])
def test_what_is_no_whole_request_is_refused(local_azure: LocalAzure, sent: bytes) -> None:
    assert answer(local_azure, sent).startswith(b"HTTP/1.1 400")


def test_nonsense_with_a_proper_end_is_refused(local_azure: LocalAzure) -> None:
    assert answer(local_azure, b"CONNECT\r\n\r\n").startswith(b"HTTP/1.1 403")


def test_a_handshake_for_a_foreign_name_is_refused_on_the_server_itself(local_azure: LocalAzure) -> None:
    context = ssl.create_default_context(cafile=str(local_azure.directory / "ca.pem"))
    with (
        socket.create_connection(("127.0.0.1", local_azure.instance.https_port), timeout=60) as connection,
        pytest.raises(ssl.SSLError),
    ):
        context.wrap_socket(connection, server_hostname="example.com")


def test_both_ports_are_bound_to_loopback_alone(local_azure: LocalAzure) -> None:
    bound = f"{local_azure.instance.https_port:04X}", f"{local_azure.instance.proxy_port:04X}"
    with open("/proc/net/tcp") as table:  # noqa: PTH123
        listening = [line.split()[1] for line in table if " 0A " in line]
    addresses = {address.split(":")[0] for address in listening if address.split(":")[1] in bound}
    assert addresses == {"0100007F"}


def test_a_connection_beyond_the_limit_is_turned_away() -> None:
    async def ask() -> bytes:
        proxy = ConnectProxy(lambda _: True, 1, limits=ProxyLimits(connections=0))
        async with await asyncio.start_server(proxy.handle, "127.0.0.1", 0) as server:
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            answered = await reader.read()
            writer.close()
            return answered

    assert asyncio.run(ask()).startswith(b"HTTP/1.1 503")


def test_one_that_says_nothing_makes_room_for_a_new_one() -> None:
    async def ask() -> tuple[bytes, bytes]:
        proxy = ConnectProxy(lambda _: False, 1, limits=ProxyLimits(connections=1, idle_seconds=0))
        async with await asyncio.start_server(proxy.handle, "127.0.0.1", 0) as server:
            address = server.sockets[0].getsockname()
            silent, silent_writer = await asyncio.open_connection(*address)
            silent_writer.write(b"CONNECT")
            await silent_writer.drain()
            reader, writer = await asyncio.open_connection(*address)
            writer.write(b"CONNECT other.example:443 HTTP/1.1\r\n\r\n")
            answered = await reader.read()
            try:
                told = await silent.read()
            except ConnectionResetError:
                told = b""
            writer.close()
            silent_writer.close()
            return answered, told

    answered, told = asyncio.run(ask())
    assert answered.startswith(b"HTTP/1.1 403")
    assert told == b""


def test_a_head_that_takes_too_long_is_refused() -> None:
    async def ask() -> bytes:
        proxy = ConnectProxy(lambda _: True, 1, limits=ProxyLimits(head_seconds=0.01))
        listening = socket.create_server(("127.0.0.1", 0))
        async with await asyncio.start_server(proxy.handle, sock=listening, start_serving=False) as server:
            reader, writer = await asyncio.open_connection(*listening.getsockname())
            writer.write(b"CONNECT management.azure.com:443 HTTP/1.1\r\n")
            await server.start_serving()  # only now: its patience ends soon after it has taken the connection
            answered = await reader.read()
            writer.close()
            return answered

    assert asyncio.run(ask()).startswith(b"HTTP/1.1 400")


def test_a_user_that_is_no_subnet_is_refused(local_azure: LocalAzure) -> None:
    connect = b"CONNECT management.azure.com:443 HTTP/1.1\r\nProxy-Authorization: Basic c29tZWJvZHk6\r\n\r\n"
    assert answer(local_azure, connect).startswith(b"HTTP/1.1 400")


def test_a_connection_is_known_by_its_subnet_while_it_lasts_and_no_longer(local_azure: LocalAzure) -> None:
    subnet = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/inner"
    with local_azure.inside(subnet) as client:
        client.get("https://management.azure.com/metadata/endpoints?api-version=2022-09-01").raise_for_status()
        ports = [port for port in range(65536) if local_azure.platform.origins.subnet_id(port) == subnet]
        assert len(ports) == 1
    for _ in range(3000):
        if local_azure.platform.origins.subnet_id(ports[0]) is None:
            break
        threading.Event().wait(0.02)
    assert local_azure.platform.origins.subnet_id(ports[0]) is None
