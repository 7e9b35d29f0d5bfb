"""A download is the recorded file, or an error and nothing on disk."""

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from toolchain.setup import download
from toolchain.setup.download import ChecksumError, fetch, verify

CONTENT = b"an archive"
SHA256 = hashlib.sha256(CONTENT).hexdigest()


class _Archive(BaseHTTPRequestHandler):
    def do_HEAD(self) -> None:
        self.send_response(200)
        self.end_headers()

    def do_GET(self) -> None:
        self.do_HEAD()
        self.wfile.write(CONTENT)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the handler's signature
        """Write no log."""


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A host that has the archive; plain http is allowed for it, as the test has no certificate."""
    server = HTTPServer(("127.0.0.1", 0), _Archive)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setattr(download, "SCHEME", "http://")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    yield f"http://127.0.0.1:{server.server_port}/archive"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_recorded_file_arrives(address: str, tmp_path: Path) -> None:
    fetch(address, tmp_path / "archive", sha256=SHA256, reach_within=300)
    assert (tmp_path / "archive").read_bytes() == CONTENT


def test_another_file_is_refused_and_not_left_behind(address: str, tmp_path: Path) -> None:
    with pytest.raises(ChecksumError, match=f"has SHA-256 {SHA256}, recorded is {'0' * 64}"):
        fetch(address, tmp_path / "archive", sha256="0" * 64, reach_within=300)
    assert list(tmp_path.iterdir()) == []


def test_a_host_that_does_not_answer_is_given_up_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked, answered = threading.Event(), threading.Event()

    def wait(*_args: object, **_options: object) -> None:
        asked.set()
        answered.wait()
        raise OSError("too late")

    monkeypatch.setattr("urllib.request.urlopen", wait)
    with pytest.raises(TimeoutError, match=r"no answer within 0.01 s"):
        fetch("https://host.invalid/archive", tmp_path / "archive", sha256=SHA256, reach_within=0.01)
    asked.wait()  # before the host is one again that could really be asked
    answered.set()


def test_an_address_without_encryption_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="not an https address"):
        fetch("http://host.invalid/archive", tmp_path / "archive", sha256=SHA256, reach_within=300)


def test_verifying_names_both_checksums(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(CONTENT)
    verify(tmp_path / "file", SHA256, "the file")
    with pytest.raises(ChecksumError, match="the file has SHA-256"):
        verify(tmp_path / "file", "f" * 64, "the file")
