"""`tunestack data validate` and `split`."""

import json
from pathlib import Path

import pytest

from cli.main import run
from tests.jobs.domain.rows import good_rows, jsonl


@pytest.fixture
def good(tmp_path: Path) -> Path:
    file = tmp_path / "good.jsonl"
    file.write_bytes(jsonl(*good_rows(20)))
    return file


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    file = tmp_path / "bad.jsonl"
    file.write_bytes(jsonl(*good_rows(), *[{"messages": []}] * 5))
    return file


def test_good_data_ends_with_0(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["data", "validate", str(good)]) == 0
    assert "can be used: 20 rows" in capsys.readouterr().out


def test_bad_data_ends_with_3_and_findings_an_editor_can_jump_to(bad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["data", "validate", str(bad)]) == 3
    assert f"{bad}:11:14: error: 'messages' is empty" in capsys.readouterr().out


def test_json_is_one_document_with_all_findings(bad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["data", "validate", str(bad), "--output", "json"]) == 3
    document = json.loads(capsys.readouterr().out)
    assert (document["valid"], document["errors"], len(document["findings"])) == (False, 5, 5)
    assert document["findings"][0]["line"] == 11


def test_findings_beyond_the_limit_are_counted(bad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["data", "validate", str(bad), "--limit", "2"])
    said = capsys.readouterr().out
    assert "... and 3 more" in said
    assert "5 errors" in said


def test_a_name_that_a_browser_made_txt_is_accepted(good: Path) -> None:
    assert run(["data", "validate", str(good.rename(good.with_suffix(".txt")))]) == 0


def test_split_writes_both_sides(good: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    train, validation = tmp_path / "t.jsonl", tmp_path / "v.jsonl"
    code = run(["data", "split", str(good), "--train", str(train), "--validation", str(validation), "--output", "json"])
    assert code == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["train"]["rows"], document["validation"]["rows"]) == (16, 4)
    together = sorted(train.read_bytes().splitlines() + validation.read_bytes().splitlines())
    assert together == sorted(good.read_bytes().splitlines())


def test_split_refuses_bad_data_and_writes_nothing(bad: Path, tmp_path: Path) -> None:
    train, validation = tmp_path / "t.jsonl", tmp_path / "v.jsonl"
    assert run(["data", "split", str(bad), "--train", str(train), "--validation", str(validation)]) == 3
    assert not train.exists()
