"""Only a local Azure is talked to: what answers otherwise is refused before any secret is sent."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from toolchain.azure_native.connection import connect
from toolchain.azure_native.errors import ProviderError
from toolchain.azure_native.exchange import TransportError


class Answering(BaseHTTPRequestHandler):
    """Answers with the body it got, as the server that the path names."""

    def do_POST(self) -> None:
        """Echo."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response_only(201)
        self.send_header("Server", self.path.strip("/"))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def test_an_answer_of_the_local_azure_is_read(address: str) -> None:
    answer = connect()("POST", f"{address}/tunestack-local-azure", {}, b'{"a": 1}')
    assert (answer.status, answer.body) == (201, {"a": 1})


def test_an_answer_that_is_no_json_has_its_text(address: str) -> None:
    answer = connect()("POST", f"{address}/tunestack-local-azure", {}, b"<html>")
    assert (answer.body, answer.text) == (None, "<html>")


def test_an_answer_of_anything_else_is_refused_with_what_to_do(address: str) -> None:
    with pytest.raises(ProviderError, match=r"127\.0\.0\.1 answered as 'Microsoft-HTTPAPI'.*tunestack local exec"):
        connect()("POST", f"{address}/Microsoft-HTTPAPI", {}, b"{}")


def test_no_answer_is_a_transport_error() -> None:
    with pytest.raises(TransportError, match=r"GET http://127\.0\.0\.1:9/x: ConnectError"):
        connect()("GET", "http://127.0.0.1:9/x?secret=1", {}, None)
