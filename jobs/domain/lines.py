"""Lines of a file of any size, in constant memory, with what editors add taken off: byte order mark and CRLF."""

from collections.abc import Iterator
from typing import BinaryIO

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
MAXIMUM_LINE_BYTES = 4 * 1024 * 1024
"""A longer line is no chat row for any model on offer; it isn't kept in memory whole."""

_CHUNK_BYTES = 1024 * 1024


class OverlongLine(bytes):
    """The start of a line longer than `MAXIMUM_LINE_BYTES`; the rest was passed over."""


def batches(stream: BinaryIO) -> Iterator[list[bytes]]:
    """Yields the lines of `stream`, many at a time: without their end, a leading byte order mark and blanks around.

    Blank lines are kept (as empty), so that line numbers can be counted; too long ones come as `OverlongLine`.
    """
    carried = stream.read(len(BYTE_ORDER_MARK)).removeprefix(BYTE_ORDER_MARK)
    while chunk := stream.read(_CHUNK_BYTES):
        *lines, carried = (carried + chunk).split(b"\n")
        if len(carried) > MAXIMUM_LINE_BYTES:
            lines.append(OverlongLine(carried[:MAXIMUM_LINE_BYTES]))
            carried = _after_next_newline(stream)
        yield [line.strip() if type(line) is bytes else line for line in lines]
    if carried:
        yield [carried.strip()]


def normal_rows(stream: BinaryIO) -> Iterator[bytes]:
    """Yields the normal form of the file, many rows at a time: UTF-8 with no mark, LF after every row, no blank lines.

    Two files with the same rows have the same normal form, so its hash names the data.
    """
    for lines in batches(stream):
        if joined := join_rows(lines):
            yield joined


def join_rows(lines: list[bytes]) -> bytes:
    """The normal form of some lines."""
    rows = [line for line in lines if line]
    return b"\n".join(rows) + b"\n" if rows else b""


def _after_next_newline(stream: BinaryIO) -> bytes:
    while chunk := stream.read(_CHUNK_BYTES):
        _, newline, rest = chunk.partition(b"\n")
        if newline:
            return rest
    return b""
