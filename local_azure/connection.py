"""One connection to the gateway: HTTP/1.1 by uvicorn, with bounds on how long a request's head may be and take."""

import asyncio
import json
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_BYTES = 96 * 1024
"""A line of the request and its headers; what gets through is held to the application's own, lower limit."""
HEAD_SECONDS = 20.0
_HEAD_END = b"\r\n\r\n"


class Connection(HttpToolsProtocol):
    """Serves one connection.

    A head that doesn't come whole in time, counted from the connection's beginning or the request's own, ends it, and
    so does one that is too long: uvicorn alone would keep what has come of it for as long as the client likes.

    Args:
        arguments: What uvicorn gives to its protocols.
        head_seconds: How long a head may take.
        more: What uvicorn gives to its protocols by name.
    """

    def __init__(self, *arguments: Any, head_seconds: float = HEAD_SECONDS, **more: Any) -> None:  # noqa: ANN401
        super().__init__(*arguments, **more)
        self._head_seconds = head_seconds
        self._deadline: asyncio.TimerHandle | None = None
        self._head_bytes = 0
        self._head_end = b""  # the last of what has come: its end may come in parts
        self._in_head = True

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begins to wait for the first request."""
        super().connection_made(transport)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stops waiting."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Takes what has come, unless it is a head that is too long."""
        if self._in_head and self._ends_late(data):
            self._refuse_head()
            return
        super().data_received(data)
        if self._in_head and self._head_bytes > HEAD_BYTES and not self.transport.is_closing():
            self._refuse_head()

    def on_message_begin(self) -> None:
        """Begins to wait for the rest of a request's head."""
        super().on_message_begin()
        if not self._in_head:
            self._await_head()

    def on_headers_complete(self) -> None:
        """Stops waiting: the rest is the application's."""
        self._stop_waiting()
        self._in_head = False
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:
        """Refuses what isn't HTTP, in Azure's shape."""
        self._refuse(400, "BadRequest", msg)

    def _ends_late(self, data: bytes) -> bool:
        """Counts what has come of a head, and returns whether its end is in it but too far away to be read."""
        known = self._head_end + data
        end = known.find(_HEAD_END)
        self._head_bytes += len(data) if end < 0 else end - len(self._head_end)
        self._head_end = known[1 - len(_HEAD_END) :]
        return end >= 0 and self._head_bytes > HEAD_BYTES

    def _refuse_head(self) -> None:
        self._refuse(431, "RequestHeaderFieldsTooLarge", f"The request's head exceeds {HEAD_BYTES} bytes.")

    def _await_head(self) -> None:
        self._stop_waiting()
        self._in_head, self._head_bytes, self._head_end = True, 0, b""
        self._deadline = self.loop.call_later(self._head_seconds, self._end_late)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _end_late(self) -> None:
        self._refuse(408, "RequestTimeout", f"The request's head didn't come whole within {self._head_seconds:g} s.")

    def _refuse(self, status: int, code: str, message: str) -> None:
        if self.transport.is_closing():
            return
        body = json.dumps({"error": {"code": code, "message": message}}).encode()
        self.transport.write(
            f"HTTP/1.1 {status} {_PHRASES[status]}\r\nContent-Type: application/json; charset=utf-8\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode()
            + body
        )
        self.transport.close()


_PHRASES = {400: "Bad Request", 408: "Request Timeout", 431: "Request Header Fields Too Large"}
