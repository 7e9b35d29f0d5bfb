"""A file cleaned into another, with what was removed beside it."""

import json
from pathlib import Path

import pytest

from jobs.domain.errors import DataError, UsageError
from jobs.domain.validation import Limits
from jobs.services.clean_data import CleanReport, clean_file
from tests.jobs.domain.rows import good_rows, jsonl, row


def clean(folder: Path, content: bytes, *, near: bool = False, limits: Limits | None = None) -> CleanReport:
    (folder / "raw.jsonl").write_bytes(content)
    return clean_file(
        folder / "raw.jsonl",
        folder / "clean.jsonl",
        folder / "removed.jsonl",
        limits=limits or Limits(),
        drop_near_duplicates=near,
    )


def removed(folder: Path) -> list[tuple[int, str]]:
    rows = [json.loads(line) for line in (folder / "removed.jsonl").read_bytes().splitlines()]
    return [(one["line"], one["rule"]) for one in rows]


def test_what_is_removed_is_written_with_its_line_and_why(tmp_path: Path) -> None:
    report = clean(tmp_path, jsonl(*good_rows(5), b"{", {"messages": []}, row(2), row(7)))
    assert (report.rows, report.kept, report.changed) == (9, 6, 0)
    assert removed(tmp_path) == [(6, "malformed-json"), (7, "messages-empty"), (8, "duplicate")]
    assert (tmp_path / "clean.jsonl").read_bytes() == jsonl(*good_rows(5), row(7))
    assert json.loads((tmp_path / "removed.jsonl").read_bytes().splitlines()[0])["row"] == "{"


def test_rows_that_differ_in_case_and_blanks_alone_are_duplicates(tmp_path: Path) -> None:
    clean(tmp_path, jsonl(row(1, answer="It is so."), row(1, answer="IT  is\n so. ")))
    assert removed(tmp_path) == [(2, "duplicate")]


def test_near_duplicates_are_removed_only_where_asked_for(tmp_path: Path) -> None:
    twin = row(3)
    twin["messages"][1]["content"] = twin["messages"][1]["content"].replace("hazel3", "holly3")
    assert clean(tmp_path, jsonl(*good_rows(5), twin)).kept == 6
    assert clean(tmp_path, jsonl(*good_rows(5), twin), near=True).kept == 5
    assert removed(tmp_path) == [(6, "near-duplicate")]


def test_too_many_rows_for_near_duplicates_are_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="more than 3 rows"):
        clean(tmp_path, jsonl(*good_rows(5)), near=True, limits=Limits(near_duplicate_rows=3))
    assert not (tmp_path / "clean.jsonl").exists()


def test_it_is_never_done_in_place(tmp_path: Path) -> None:
    file = tmp_path / "raw.jsonl"
    file.write_bytes(jsonl(*good_rows()))
    with pytest.raises(UsageError, match="named twice"):
        clean_file(file, tmp_path / "x" / ".." / "raw.jsonl", tmp_path / "removed.jsonl", limits=Limits())
    assert file.read_bytes() == jsonl(*good_rows())


def test_a_cleaned_file_is_clean(tmp_path: Path) -> None:
    clean(tmp_path, b"\xef\xbb\xbf" + jsonl(*good_rows(12), row(20, answer=" so \u200b")).replace(b"\n", b"\r\n"))
    first = (tmp_path / "clean.jsonl").read_bytes()
    assert clean(tmp_path, first).changed == 0
    assert (tmp_path / "clean.jsonl").read_bytes() == first


def test_a_file_in_utf16_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="UTF-16"):
        clean(tmp_path, jsonl(*good_rows()).decode().encode("utf-16"))
