"""A public file downloaded: what arrives is the file whose SHA-256 is known, or an error."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from catalogue.datasets import Dataset
from jobs.domain.errors import CloudError, DataError

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Answer:
    """What a server sends: from which byte on, and the bytes."""

    offset: int
    chunks: Iterator[bytes]


class Source(Protocol):
    """Where public files are."""

    def open(self, url: str, offset: int) -> AbstractContextManager[Answer]:
        """Asks for a file's bytes from `offset` on; a server may begin at the start all the same.

        Raises:
            OSError: it can't be reached, or doesn't have the file.
        """


def download(dataset: Dataset, file: Path, source: Source, tell: Tell) -> bool:
    """Downloads a file, going on where an earlier, interrupted download ended.

    Args:
        dataset: where it is.
        file: what to write; it is there only when it is whole and checked.
        source: carries the bytes.
        tell: says what goes on.

    Returns:
        False where it was there already.

    Raises:
        DataError: what arrived, or what is there already, is another file.
        CloudError: it can't be reached, or broke off; what has arrived is kept for the next time.
    """
    if file.exists():
        if _digest(file) != dataset.sha256:
            raise DataError(f"{file} is there already and is another file", fix="Move it away, or name another folder.")
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(file.name + ".part")
    try:
        _receive(dataset, part, source, tell)
    except OSError as error:
        arrived = part.stat().st_size if part.exists() else 0
        text = f"{dataset.url} can't be downloaded: {error}"
        raise CloudError(text, fix=f"Run it again: it goes on at byte {arrived}.") from error
    if (found := _digest(part)) != dataset.sha256:
        part.unlink()
        text = f"{dataset.url} has the SHA-256 {found}, not {dataset.sha256}: it was changed"
        raise DataError(text, fix="Nothing of it was kept. Look at the source before you use it.")
    part.replace(file)
    return True


def _receive(dataset: Dataset, part: Path, source: Source, tell: Tell) -> None:
    have = part.stat().st_size if part.exists() else 0
    if have >= dataset.bytes:
        return  # all has arrived, only the check is left
    with source.open(dataset.url, have) as answer:
        if have and answer.offset == have:
            tell(f"going on at byte {have}")
        with part.open("ab" if answer.offset else "wb") as stream:
            size = answer.offset
            for chunk in answer.chunks:
                size += len(chunk)
                if size > dataset.bytes:
                    raise DataError(f"{dataset.url} sends more than {dataset.bytes} bytes", fix="Look at the source.")
                stream.write(chunk)
    if size < dataset.bytes:
        raise OSError(f"it broke off after {size} of {dataset.bytes} bytes")


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
