"""A blob of a gigabyte up and down in a flat memory, and ten thousand blobs by page, by azure-storage-blob."""

import hashlib
import io
import random
import resource
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from azure.storage.blob import ContainerClient
from setting import Command, holds

GIGABYTE = 1024**3
PIECE = 1024**2
FLAT = 128 * PIECE
"""What the client's memory may grow by: its own blocks on their way, an eighth of the blob."""

BLOBS, PAGE, AT_ONCE = 10_000, 1_000, 16


class Seeded(io.RawIOBase):
    """A stream of random bytes that a seed makes, with the hash of what was read of it."""

    def __init__(self, seed: int, size: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 -- no secret
        self._left = size
        self._made = b""
        self.digest = hashlib.sha256()

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:
        """Fills a buffer with what comes next."""
        if not self._made:
            self._made = self._random.randbytes(min(PIECE, self._left))
            self._left -= len(self._made)
            self.digest.update(self._made)
        given = self._made[: len(buffer)]
        buffer[: len(given)] = given
        self._made = self._made[len(given) :]
        return len(given)


def large_data_commands(container: ContainerClient) -> Iterator[Command]:
    """Commands in a container that is there; they leave their blobs."""
    content = Seeded(2026, GIGABYTE)
    yield (
        "upload_blob of 1 GB",
        lambda: _flat(lambda: container.upload_blob("gigabyte", content, length=GIGABYTE, max_concurrency=4)),
    )
    yield (
        "get_blob_properties of 1 GB",
        lambda: holds(container.get_blob_client("gigabyte").get_blob_properties().size, GIGABYTE),
    )
    yield (
        "download_blob of 1 GB",
        lambda: _flat(lambda: holds(_hash_of(container, "gigabyte"), content.digest.digest())),
    )
    names = [f"rows/{number:05}" for number in range(BLOBS)]
    yield "upload_blob of 10,000", lambda: _upload(container, names)
    yield "list_blobs of 10,000 by page", lambda: _list(container, names)
    yield "list_blobs of 10,000 from a page on", lambda: _list_from_the_middle(container, names)


def _hash_of(container: ContainerClient, name: str) -> bytes:
    digest = hashlib.sha256()
    for piece in container.download_blob(name).chunks():
        digest.update(piece)
    return digest.digest()


def _flat(call) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    call()
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    holds(grown < FLAT or f"{grown} bytes more", True)


def _upload(container: ContainerClient, names: list[str]) -> None:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(lambda name: container.upload_blob(name, name.encode()), names))


def _list(container: ContainerClient, names: list[str]) -> None:
    pages = [
        list(page) for page in container.list_blob_names(name_starts_with="rows/", results_per_page=PAGE).by_page()
    ]
    holds([len(page) for page in pages], [PAGE] * (BLOBS // PAGE))
    holds([name for page in pages for name in page] == names, True)


def _list_from_the_middle(container: ContainerClient, names: list[str]) -> None:
    pages = container.list_blobs("rows/", results_per_page=BLOBS // 2).by_page()
    next(pages)
    rest = container.list_blobs("rows/", results_per_page=BLOBS // 2).by_page(pages.continuation_token)
    holds([blob.name for page in rest for blob in page] == names[BLOBS // 2 :], True)
