"""The environment's own azureml-inference-server-http, served on loopback to whoever shows the token."""

import hmac
import socketserver
import threading
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
_TOKEN = "HTTP_X_SCORING_TOKEN"  # noqa: S105 -- a name


class _Server(socketserver.ThreadingMixIn, WSGIServer):
    """A thread for each connection."""

    daemon_threads = True
    request_queue_size = 128


class _Handler(WSGIRequestHandler):
    disable_nagle_algorithm = True  # head and body are two writes: the second would wait some 40 ms for the first

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- http.server's name
        """Writes nothing for each request: the package has a log of its own."""


def packaged_server(address: tuple[str, int], token: str, workers: int) -> _Server:
    """Returns a server of the package's application, which has called ``init`` by then.

    Args:
        address: Where it listens.
        token: What callers must show.
        workers: How many requests the script runs at a time.

    Raises:
        SystemExit: The script can't be loaded or its ``init`` failed; the package has logged why.
    """
    from azureml_inference_server_http.server.create_app import create

    server = _Server(address, _Handler)
    server.set_app(_guarded(_limited(create(), threading.Semaphore(workers)), token))
    return server


def _limited(application: Application, workers: threading.Semaphore) -> Application:
    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        with workers if environ["PATH_INFO"] == "/score" else nullcontext():
            parts = application(environ, start_response)
            try:
                yield from parts
            finally:
                getattr(parts, "close", lambda: None)()

    return answer


def _guarded(application: Application, token: str) -> Application:
    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        shown = environ.pop(_TOKEN, "")
        if hmac.compare_digest(shown.encode(), token.encode()):
            return application(environ, start_response)
        start_response("401 Unauthorized", [("Content-Type", "text/plain")])
        return [b"the token is missing or wrong"]

    return answer
