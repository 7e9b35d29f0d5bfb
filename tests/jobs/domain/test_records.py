"""Records of files in other shapes."""

import io
import json

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from jobs.domain.records import PARQUET_MARK, is_parquet, records


def read(content: bytes, name: str = "data.json") -> list[tuple[int, object]]:
    return [(record.place, record.members or record.why) for record in records(io.BytesIO(content), name)]


def test_lines_are_counted_with_blank_ones() -> None:
    assert read(b'\xef\xbb\xbf{"a": 1}\r\n\r\n{"a": 2}') == [(1, {"a": 1}), (3, {"a": 2})]


def test_a_list_is_read_an_element_at_a_time() -> None:
    content = json.dumps([{"a": 1, "b": "x]"}, {"a": 2}], indent=2).encode()
    assert read(content) == [(1, {"a": 1, "b": "x]"}), (2, {"a": 2})]
    assert read(b"[]") == []


def test_a_list_much_longer_than_is_read_at_once_is_read_whole() -> None:
    given_records = [{"a": f"{number} " + "word " * 30_000} for number in range(30)]
    assert [one for _, one in read(json.dumps(given_records).encode())] == given_records


@pytest.mark.parametrize("content", [b'[{"a": 1}, {"a"', b'[{"a": 1}, nonsense]', b'[{"a": 1}', b'[{"a": 1}, "\xff"]'])
def test_a_broken_list_is_told_from_where_it_is_broken(content: bytes) -> None:
    first, *rest = read(content)
    assert first == (1, {"a": 1}) or b"\xff" in content
    assert "not valid JSON from here on" in str((rest or [first])[0][1])


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_tables_are_read_whatever_separates_their_columns(separator: str) -> None:
    content = f'question{separator}answer\r\n"What,\nthen?"{separator}That.\r\n'.encode()
    assert read(content, "data.csv") == [(3, {"question": "What,\nthen?", "answer": "That."})]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"a,b\n1\n", "other columns"),
        (b"a,b\n1,2,3\n", "other columns"),
        (b'a,b\n"1,2\n', "not a row of a table"),
        (b"a,b\n\xff,2\n", "not a row of a table"),
        (b"a,b\n" + b"x" * 200_000 + b",2\n", "not a row of a table"),
    ],
    ids=["too few", "too many", "open quote", "not UTF-8", "too long"],
)
def test_bad_rows_of_a_table_are_told(content: bytes, why: str) -> None:
    assert why in str(read(content, "data.csv")[0][1])


def test_what_is_no_object_is_told() -> None:
    assert read(b"5\n{\n") == [(1, "not a JSON object"), (2, read(b"{")[0][1])]


@pytest.mark.parametrize(("content", "expected"), [(b"PAR1...", True), (b"PAR", False), (b"{}", False), (b"", False)])
def test_parquet_is_known_by_how_it_begins_and_nothing_is_taken(content: bytes, expected: bool) -> None:
    stream = io.BytesIO(content)
    assert is_parquet(stream) is expected
    assert stream.read() == content


@settings(deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["x.csv", "x.json", "x.tsv"]))
def test_whatever_bytes_a_file_holds_they_are_read_or_told(content: bytes, name: str) -> None:
    assume(not content.removeprefix(b"\xef\xbb\xbf").startswith(PARQUET_MARK))
    assert isinstance(read(content, name), list)
