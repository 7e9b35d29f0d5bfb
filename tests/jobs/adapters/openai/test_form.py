"""A file sent as a form: its length is known before, its pieces make the whole, and others understand it."""

from email import message_from_bytes
from io import BytesIO

import pytest

from jobs.adapters.openai.form import FileForm

ROWS = b'{"messages": []}\n' * 100


def form() -> FileForm:
    return FileForm("fine-tune", "train-abc.jsonl", BytesIO(ROWS), len(ROWS))


def test_the_parts_are_the_purpose_and_the_file() -> None:
    made = form()
    content = b"".join(made)
    assert len(content) == len(made)
    read = message_from_bytes(f"Content-Type: {made.content_type}\r\n\r\n".encode() + content)
    parts = {part.get_param("name", header="content-disposition"): part for part in read.get_payload()}  # type: ignore[union-attr]
    assert parts["purpose"].get_payload() == "fine-tune"  # type: ignore[union-attr]
    assert parts["file"].get_filename() == "train-abc.jsonl"  # type: ignore[union-attr]
    assert parts["file"].get_payload(decode=True) == ROWS  # type: ignore[union-attr]


@pytest.mark.parametrize("size", [1, 7, 4096, -1])
def test_it_reads_as_a_file_does(size: int) -> None:
    made, pieces = form(), list[bytes]()
    while piece := made.read(size):
        pieces.append(piece)
    assert len(b"".join(pieces)) == len(made)
    assert all(len(piece) <= size for piece in pieces) or size == -1
