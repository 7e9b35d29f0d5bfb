"""Reads a form with a file from a request as it comes: the file goes to the disk, whatever its size."""

import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request

from local_azure.errors import AzureError
from local_azure.openai.operations import invalid

_LONGEST_FIELD = 16 * 1024


@dataclass(frozen=True)
class Form:
    """What a form held.

    Attributes:
        fields: Its fields.
        filename: The name of its file.
        size: The file's size in bytes.
    """

    fields: dict[str, str]
    filename: str
    size: int


async def read_form(request: Request, destination: Path, *, limit: int) -> Form:
    """Reads a form; its part ``file`` goes to ``destination``.

    Raises:
        AzureError: 400 when it is no such form, 413 when the file is larger than ``limit`` bytes.
    """
    boundary = re.search(r'boundary="?([^";]+)"?', request.headers.get("content-type", ""))
    if boundary is None or not request.headers["content-type"].startswith("multipart/form-data"):
        raise invalid("The request must be multipart/form-data with the parts 'purpose' and 'file'.", "file")
    mark = b"\r\n--" + boundary[1].encode()
    stream = _Stream(request.stream())
    fields: dict[str, str] = {}
    filename, size = "", 0
    await stream.small(mark)
    while await stream.two() == b"\r\n":
        head = (await stream.small(b"\r\n\r\n")).decode(errors="replace")
        name = _parameter(head, "name")
        if name == "file":
            filename = _parameter(head, "filename")
            size = await _file(stream, mark, destination, limit)
        else:
            fields[name] = (await stream.small(mark)).decode(errors="replace")
    if not filename:
        raise invalid("The form lacks the part 'file' with a file name.", "file")
    return Form(fields, filename, size)


class _Stream:
    def __init__(self, chunks: AsyncIterator[bytes]) -> None:
        self._chunks = chunks
        self._held = b"\r\n"  # the first boundary has no line end before it; all others do

    async def small(self, mark: bytes) -> bytes:
        taken = bytearray()

        def take(part: bytes) -> None:
            taken.extend(part)
            if len(taken) > _LONGEST_FIELD:
                raise invalid(f"A field of the form has more than {_LONGEST_FIELD} bytes.", None)

        await self.until(mark, take)
        return bytes(taken)

    async def until(self, mark: bytes, take: Callable[[bytes], None]) -> None:
        while (at := self._held.find(mark)) < 0:
            certain = max(0, len(self._held) - len(mark) + 1)
            take(self._held[:certain])
            self._held = self._held[certain:] + await self._next()
        take(self._held[:at])
        self._held = self._held[at + len(mark) :]

    async def two(self) -> bytes:
        while len(self._held) < 2:
            self._held += await self._next()
        taken, self._held = self._held[:2], self._held[2:]
        return taken

    async def _next(self) -> bytes:
        async for chunk in self._chunks:
            if chunk:
                return chunk
        raise invalid("The form ends before its last boundary.", None)


async def _file(stream: _Stream, mark: bytes, destination: Path, limit: int) -> int:
    size = 0
    with destination.open("wb") as output:

        def take(part: bytes) -> None:
            nonlocal size
            size += len(part)
            if size > limit:
                raise AzureError(413, "fileTooLarge", f"The file is larger than the {limit} bytes that are allowed.")
            output.write(part)

        await stream.until(mark, take)
    return size


def _parameter(head: str, name: str) -> str:
    found = re.search(rf'[;\s]{name}="((?:[^"\\]|\\.)*)"', head) or re.search(rf"[;\s]{name}=([^;\s]+)", head)
    return found[1].replace('\\"', '"') if found else ""
