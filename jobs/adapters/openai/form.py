"""A form with one file, read piece by piece as it is sent: nothing of the file is kept in memory."""

import secrets
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

_PIECE = 1024 * 1024


class FileForm:
    """`multipart/form-data` (RFC 7578) with a field `purpose` and the part `file`.

    Args:
        purpose: what the file is for.
        filename: what the service shall call it.
        file: its content, from where it stands now.
        size: of the content in bytes.
    """

    def __init__(self, purpose: str, filename: str, file: BinaryIO, size: int) -> None:
        boundary = f"tunestack-{secrets.token_hex(16)}"
        head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="purpose"\r\n\r\n{purpose}\r\n'
            f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{filename}"\r\n'
            "Content-Type: application/jsonl\r\n\r\n"
        ).encode()
        tail = f"\r\n--{boundary}--\r\n".encode()
        self.content_type = f"multipart/form-data; boundary={boundary}"
        self._length = len(head) + size + len(tail)
        self._parts: list[BinaryIO] = [BytesIO(head), file, BytesIO(tail)]

    def __len__(self) -> int:
        """Its length in bytes."""
        return self._length

    def __iter__(self) -> Iterator[bytes]:
        """Its pieces."""
        while piece := self.read(_PIECE):
            yield piece

    def read(self, size: int = -1) -> bytes:
        """The next piece, at most so many bytes; nothing at the end."""
        while self._parts:
            if piece := self._parts[0].read(size):
                return piece
            del self._parts[0]
        return b""
