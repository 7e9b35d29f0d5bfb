"""Public files downloaded: the file that is meant, or an error."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from catalogue.datasets import Dataset, datasets
from jobs.adapters.https_source import HttpsSource
from jobs.domain.errors import CloudError, DataError
from jobs.services.download_data import Answer, download

CONTENT = b"".join(b"row %d\n" % number for number in range(100))
SHA256 = hashlib.sha256(CONTENT).hexdigest()
SHARED = Path(__file__).parents[4] / "shared" / "data"


@dataclass
class Server:
    """Sends a file in small pieces; may break off, or not know where to go on."""

    content: bytes = CONTENT
    breaks_at: int | None = None
    goes_on: bool = True
    asked: list[int] = field(default_factory=list)

    @contextmanager
    def open(self, url: str, offset: int) -> Iterator[Answer]:
        assert url.startswith("https://")
        self.asked.append(offset)
        start = offset if self.goes_on else 0
        yield Answer(start, self._chunks(start))

    def _chunks(self, start: int) -> Iterator[bytes]:
        for at in range(start, len(self.content), 10):
            if self.breaks_at is not None and at >= self.breaks_at:
                raise ConnectionResetError("the connection was reset")
            yield self.content[at : at + 10]


def dataset() -> Dataset:
    return Dataset(
        file="x.jsonl",
        url="https://data.example/x.jsonl",
        sha256=SHA256,
        bytes=len(CONTENT),
        format="chat",
        licence="MIT",
        source="somebody",
        note="",
    )


def fetch(folder: Path, server: Server) -> bool:
    return download(dataset(), folder / "x.jsonl", server, lambda _: None)


def test_what_arrives_is_the_file(tmp_path: Path) -> None:
    assert fetch(tmp_path, Server()) is True
    assert (tmp_path / "x.jsonl").read_bytes() == CONTENT
    assert [one.name for one in tmp_path.iterdir()] == ["x.jsonl"]


def test_what_is_there_is_not_fetched_again(tmp_path: Path) -> None:
    fetch(tmp_path, Server())
    again = Server()
    assert fetch(tmp_path, again) is False
    assert again.asked == []


@pytest.mark.parametrize("goes_on", [True, False])
def test_an_interrupted_download_goes_on(tmp_path: Path, *, goes_on: bool) -> None:
    with pytest.raises(CloudError, match="was reset") as broken:
        fetch(tmp_path, Server(breaks_at=50))
    assert "goes on at byte 50" in broken.value.fix
    assert not (tmp_path / "x.jsonl").exists()
    server = Server(goes_on=goes_on)
    assert fetch(tmp_path, server) is True
    assert server.asked == [50]
    assert (tmp_path / "x.jsonl").read_bytes() == CONTENT


def test_a_connection_that_ends_early_without_a_word_is_told(tmp_path: Path) -> None:
    with pytest.raises(CloudError, match="broke off after 100 of"):
        fetch(tmp_path, Server(content=CONTENT[:100]))


def test_other_bytes_are_not_kept(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="it was changed"):
        fetch(tmp_path, Server(content=CONTENT[:-1] + b"?"))
    assert list(tmp_path.iterdir()) == []


def test_more_bytes_than_there_should_be_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="sends more than"):
        fetch(tmp_path, Server(content=CONTENT * 2))
    assert not (tmp_path / "x.jsonl").exists()


def test_another_file_of_that_name_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_bytes(b"mine")
    with pytest.raises(DataError, match="is another file"):
        fetch(tmp_path, Server())
    assert (tmp_path / "x.jsonl").read_bytes() == b"mine"


def test_only_https_is_asked() -> None:
    with pytest.raises(OSError, match="not an https address"), HttpsSource().open("http://data.example/x", 0):
        pass


@pytest.mark.parametrize("name", list(datasets()))
def test_the_catalogue_knows_the_originals(name: str) -> None:
    known = datasets()[name]
    original = SHARED / known.file
    if not original.exists():
        pytest.skip(f"{original} isn't there")
    assert (hashlib.sha256(original.read_bytes()).hexdigest(), original.stat().st_size) == (known.sha256, known.bytes)
