"""The ports of a local Azure are on loopback, and what is sent there isn't held back."""

import asyncio
import contextlib
import socket
from pathlib import Path

from local_azure.ports import listen


def test_what_is_sent_on_a_connection_does_not_wait_for_more(tmp_path: Path) -> None:
    async def is_sent_at_once() -> bool:
        accepted: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

        async def handle(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            connection = writer.get_extra_info("socket")
            accepted.set_result(bool(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)))
            writer.close()

        async with await asyncio.start_server(handle, sock=listen(tmp_path, "https")) as server:
            _, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            found = await accepted
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()
            return found

    assert asyncio.run(is_sent_at_once())


def test_a_port_that_somebody_has_is_not_asked_for_again(tmp_path: Path) -> None:
    with listen(tmp_path, "https") as first, listen(tmp_path, "https") as second:
        assert first.getsockname()[0] == second.getsockname()[0] == "127.0.0.1"
        assert first.getsockname()[1] != second.getsockname()[1]
