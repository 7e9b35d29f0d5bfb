"""Records of files in other shapes, one at a time: JSON Lines, one JSON list, CSV and TSV."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple

from jobs.domain.lines import BYTE_ORDER_MARK, MAXIMUM_LINE_BYTES, batches

PARQUET_MARK = b"PAR1"
_CHUNK = 1024 * 1024
_BLANKS = " \t\r\n"


class Record(NamedTuple):
    """One record.

    Attributes:
        place: the line of a text file, or the position in a list, from 1.
        members: what it has; none where it couldn't be read.
        why: it couldn't be read.
    """

    place: int
    members: dict[str, Any] | None
    why: str = ""


def records(stream: BinaryIO, name: str) -> Iterator[Record]:
    """Reads a file's records; how it is written is told by its content, and by its name for tables.

    Args:
        stream: can be read again from its start.
        name: `.csv` and `.tsv` are read as tables.

    """
    start = stream.read(_CHUNK).removeprefix(BYTE_ORDER_MARK)
    stream.seek(0)
    if name.lower().endswith((".csv", ".tsv")):
        return _of_table(stream, name)
    return _of_list(stream) if start.lstrip().startswith(b"[") else _of_lines(stream)


def is_parquet(stream: BinaryIO) -> bool:
    """Whether a file begins as Parquet files do; the stream is at its start again."""
    start = stream.read(len(PARQUET_MARK))
    stream.seek(0)
    return start == PARQUET_MARK


def _of_lines(stream: BinaryIO) -> Iterator[Record]:
    number = 0
    for lines in batches(stream):
        for line in lines:
            number += 1
            if line:
                yield _record(number, line)


def _record(place: int, text: bytes) -> Record:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        return Record(place, None, f"not valid JSON: {error}")
    return Record(place, value) if isinstance(value, dict) else Record(place, None, "not a JSON object")


def _of_list(stream: BinaryIO) -> Iterator[Record]:
    """One element after another: never more of the list than the longest element is kept."""
    decoder, place = json.JSONDecoder(), 0
    reader = io.TextIOWrapper(stream, encoding="utf-8-sig")
    try:
        text = reader.read(_CHUNK).lstrip(_BLANKS)[1:]
        while not (text := text.lstrip(_BLANKS).removeprefix(",").lstrip(_BLANKS)).startswith("]"):
            value, end, text = _element(decoder, text, reader)
            place += 1
            yield Record(place, value) if isinstance(value, dict) else Record(place, None, "not a JSON object")
            text = text[end:]
    except (ValueError, RecursionError) as error:
        yield Record(place + 1, None, f"not valid JSON from here on: {str(error).split(': line')[0]}")
    finally:
        reader.detach()  # the stream is closed by who opened it


def _element(decoder: json.JSONDecoder, text: str, reader: io.TextIOWrapper) -> tuple[object, int, str]:
    """Decodes the element that the text begins with, reading on until it is whole."""
    while True:
        try:
            value, end = decoder.raw_decode(text)
        except ValueError:
            more = reader.read(_CHUNK) if len(text) < MAXIMUM_LINE_BYTES else ""
            if not more:
                raise
            text += more
        else:
            return value, end, text


def _of_table(stream: BinaryIO, name: str) -> Iterator[Record]:
    reader = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    place = 1
    try:
        header = reader.readline()
        reader.seek(0)
        separator = "\t" if name.lower().endswith(".tsv") else max(",;\t", key=header.count)
        table = csv.DictReader(reader, delimiter=separator, strict=True)
        for row in table:
            place = table.line_num
            if None in row or None in row.values():
                yield Record(place, None, "has other columns than the header")
            else:
                yield Record(place, {name.strip(): value for name, value in row.items()})
    except (csv.Error, UnicodeDecodeError) as error:
        yield Record(place + 1, None, f"not a row of a table: {error}")
    finally:
        reader.detach()  # the stream is closed by who opened it
