"""A public file downloaded: what arrives is the file whose SHA-256 is known, or an error."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from catalogue.datasets import Dataset
from jobs.domain.errors import CloudError, DataError, UsageError

MOST_BYTES = 8 * 1024**3
"""Where the size isn't known beforehand nothing larger is taken (own choice)."""

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


def expected_sha256(name: str, dataset: Dataset, given: str | None) -> str:
    """The SHA-256 that the file must have.

    Raises:
        UsageError: none is known and none was given, or what was given isn't what is known.
    """
    wanted = (given or "").lower()
    if dataset.sha256 is None and not wanted:
        raise UsageError(
            f"the catalogue doesn't know the SHA-256 of {name}: nothing would say that what arrives is what is meant",
            fix=f"Look it up at the source ({dataset.source}) and give it with --sha256.",
        )
    if dataset.sha256 and wanted and wanted != dataset.sha256:
        raise UsageError(f"the SHA-256 of {name} is {dataset.sha256}, not {wanted}", fix="Leave --sha256 out.")
    return dataset.sha256 or wanted


def download(dataset: Dataset, file: Path, source: Source, *, sha256: str, tell: Tell) -> bool:
    """Downloads a file, going on where an earlier, interrupted download ended.

    Args:
        dataset: where it is.
        file: what to write; it is there only when it is whole and checked.
        source: carries the bytes.
        sha256: what it must have.
        tell: says what goes on.

    Returns:
        False where it was there already.

    Raises:
        DataError: what arrived, or what is there already, is another file.
        CloudError: it can't be reached, or broke off; what has arrived is kept for the next time.
    """
    if file.exists():
        if _digest(file) != sha256:
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
    if (found := _digest(part)) != sha256:
        part.unlink()
        text = f"{dataset.url} has the SHA-256 {found}, not {sha256}: it was changed, or isn't the file that is meant"
        raise DataError(text, fix="Nothing of it was kept. Look at the source before you take another SHA-256.")
    part.replace(file)
    return True


def _receive(dataset: Dataset, part: Path, source: Source, tell: Tell) -> None:
    have = part.stat().st_size if part.exists() else 0
    if dataset.bytes is not None and have >= dataset.bytes:
        return  # all has arrived, only the check is left
    most = dataset.bytes or MOST_BYTES
    with source.open(dataset.url, have) as answer:
        if have and answer.offset == have:
            tell(f"going on at byte {have}")
        with part.open("ab" if answer.offset else "wb") as stream:
            size = answer.offset
            for chunk in answer.chunks:
                size += len(chunk)
                if size > most:
                    raise DataError(f"{dataset.url} sends more than {most} bytes", fix="Look at the source.")
                stream.write(chunk)
    if dataset.bytes is not None and size < dataset.bytes:
        raise OSError(f"it broke off after {size} of {dataset.bytes} bytes")


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
