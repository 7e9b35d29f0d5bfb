"""Files over https, at a server of our own."""

import ssl
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
import trustme

from jobs.adapters.https_source import HttpsSource

CONTENT = bytes(range(256)) * 10


class _Files(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        start = int(self.headers.get("Range", "bytes=0-")[6:-1])
        if self.path == "/elsewhere":
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.1:9/")
            self.end_headers()
        elif start >= len(CONTENT):
            self.send_error(416)
        else:
            self.send_response(206 if start else 200)
            self.send_header("Content-Length", str(len(CONTENT) - start))
            self.end_headers()
            self.wfile.write(CONTENT[start:-1] if self.path == "/short" else CONTENT[start:])

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    authority = trustme.CA()
    bundle = tmp_path_factory.mktemp("tls") / "bundle.pem"
    authority.cert_pem.write_to_path(str(bundle))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with HTTPServer(("127.0.0.1", 0), _Files) as running, pytest.MonkeyPatch.context() as environment:
        running.socket = context.wrap_socket(running.socket, server_side=True)
        environment.setenv("SSL_CERT_FILE", str(bundle))
        environment.setenv("NO_PROXY", "127.0.0.1")
        environment.setenv("no_proxy", "127.0.0.1")
        thread = Thread(target=running.serve_forever)
        thread.start()
        yield f"https://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


def read(url: str, offset: int = 0) -> tuple[int, bytes]:
    with HttpsSource().open(url, offset) as answer:
        return answer.offset, b"".join(answer.chunks)


def test_a_file_comes_whole(server: str) -> None:
    assert read(f"{server}/file") == (0, CONTENT)


def test_a_file_comes_from_a_byte_on(server: str) -> None:
    assert read(f"{server}/file", 100) == (100, CONTENT[100:])


def test_of_a_file_that_has_arrived_nothing_more_comes(server: str) -> None:
    assert read(f"{server}/file", len(CONTENT)) == (len(CONTENT), b"")


def test_a_file_that_ends_early_is_an_error(server: str) -> None:
    with pytest.raises(OSError, match="broke off after 2559 of 2560"):
        read(f"{server}/short")


def test_an_answer_that_leads_away_from_https_is_an_error(server: str) -> None:
    with pytest.raises(OSError, match="leads to http://127"):
        read(f"{server}/elsewhere")
