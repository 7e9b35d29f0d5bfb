"""The server's routes: reads requests, checks the token, writes answers and streams."""

import hmac
import json
from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from answers import Answer
from api_error import ApiError
from batching import Batcher
from chat_request import read_request
from job import Job, Piece, new_job
from models import Models

_LARGEST_BODY = 4 * 1024 * 1024
_CHAT_PATHS = ("/v1/chat/completions", "/chat/completions")


class Handler(BaseHTTPRequestHandler):
    """Answers one connection.

    Args:
        models: What is served.
        batcher: Answers chats.
        token: What callers must show.
        arguments: What the server passes on: the connection and where it comes from.
    """

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # or the body, written after the head, waits 40 ms for that to be acknowledged

    def __init__(self, models: Models, batcher: Batcher, token: str, *arguments: Any) -> None:  # noqa: ANN401
        self._models = models
        self._batcher = batcher
        self._token = token
        super().__init__(*arguments)

    def do_GET(self) -> None:
        """Says that it is well."""
        self._answering(self._health, public=True)

    def do_PUT(self) -> None:
        """Adds an adapter."""
        self._answering(self._add_adapter)

    def do_DELETE(self) -> None:
        """Removes an adapter."""
        self._answering(self._remove_adapter)

    def do_POST(self) -> None:
        """Answers a chat."""
        self._answering(self._chat)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- http.server's name
        """Writes nothing for each request: what chats are about is nobody's business."""

    def _answering(self, route: Callable[[], None], *, public: bool = False) -> None:
        try:
            self._body = self._read_body()
            if not public:
                self._check_token()
            route()
        except ApiError as error:
            self._send(error.status, error.body(), retry_after=error.retry_after)
        except ConnectionError:
            self.close_connection = True

    def _read_body(self) -> bytes:
        stated = self.headers.get("Content-Length") or "0"
        size = int(stated) if stated.isdecimal() else _LARGEST_BODY + 1
        if size > _LARGEST_BODY:
            self.close_connection = True
            raise ApiError(413, "too_large", f"the body has {stated} bytes; at most {_LARGEST_BODY} are taken")
        return self.rfile.read(size)

    def _check_token(self) -> None:
        shown = self.headers.get("Authorization", "")
        if not hmac.compare_digest(shown.encode(), f"Bearer {self._token}".encode()):
            raise ApiError(401, "unauthorized", "the bearer token is missing or wrong")

    def _health(self) -> None:
        if self.path != "/health":
            raise self._no_route()
        self._send(200, {"status": "ok", "models": self._models.names()})

    def _add_adapter(self) -> None:
        name = self._adapter_name()
        path = self._json().get("path")
        if not isinstance(path, str):
            raise ApiError(400, "invalid_request", "'path' must be the adapter's folder")
        self._models.add(name, Path(path))
        self._send(200, {"name": name, "model": self._models.get(name).label})

    def _remove_adapter(self) -> None:
        name = self._adapter_name()
        self._models.remove(name)
        self._send(200, {"name": name})

    def _chat(self) -> None:
        if self.path.partition("?")[0] not in _CHAT_PATHS:
            raise self._no_route()
        request = read_request(self._json())
        job = new_job(request, self._models.get(request.model))
        self._batcher.submit(job)
        try:
            if request.stream:
                self._stream(job)
            else:
                pieces = list(_pieces(job))
                last = pieces[-1]
                text = "".join(piece.text for piece in pieces)
                self._send(200, Answer(job).whole(text, last.finish_reason or "stop", last.tokens))
        except ConnectionError:
            job.abandoned = True
            raise

    def _stream(self, job: Job) -> None:
        answer = Answer(job)
        pieces = _pieces(job)
        first = next(pieces)
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Served-Model", job.model.label)
        self.send_header("Connection", "close")  # the stream's end is the connection's
        self.end_headers()
        self._send_event(answer.opening())
        last = first
        try:
            for last in chain([first], pieces):
                self._send_event(answer.event(last))
        except ApiError as error:  # the status is sent already: the stream says it
            self._send_event(error.body())
        if job.request.include_usage:
            self._send_event(answer.usage_event(last.tokens))
        self.wfile.write(b"data: [DONE]\n\n")

    def _send_event(self, body: dict[str, Any]) -> None:
        self.wfile.write(f"data: {json.dumps(body)}\n\n".encode())
        self.wfile.flush()

    def _send(self, status: int, body: dict[str, Any], *, retry_after: int | None = None) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        if retry_after is not None:
            self.send_header("Retry-After", str(retry_after))
        self.end_headers()
        self.wfile.write(content)

    def _json(self) -> dict[str, Any]:
        try:
            body = json.loads(self._body)
        except ValueError as error:
            raise ApiError(400, "invalid_json", f"the body is not JSON: {error}") from error
        if not isinstance(body, dict):
            raise ApiError(400, "invalid_request", "the body is not a JSON object")
        return body

    def _adapter_name(self) -> str:
        _, kind, name, *rest = [*self.path.split("/"), "", ""]
        if kind != "adapters" or not name or any(rest):
            raise self._no_route()
        return unquote(name)

    def _no_route(self) -> ApiError:
        return ApiError(404, "not_found", f"there is no {self.command} {self.path}")


def handler_for(models: Models, batcher: Batcher, token: str) -> Callable[..., Handler]:
    """Returns what makes a handler for each connection."""
    return partial(Handler, models, batcher, token)


def _pieces(job: Job) -> Iterator[Piece]:
    """Yields the answer's pieces until it ends.

    Raises:
        ApiError: The batch failed.
    """
    while True:
        piece = job.pieces.get()
        if isinstance(piece, Exception):
            raise piece
        yield piece
        if piece.finish_reason is not None:
            return
