"""`tunestack data validate` and `split`."""

import json
from pathlib import Path

import pytest

from cli.main import run
from tests.jobs.domain.rows import good_rows, jsonl, row


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


def test_validation_rows_that_training_has_are_refused(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["data", "validate", str(good), "--validation", str(good), "--output", "json"]) == 3
    document = json.loads(capsys.readouterr().out)
    assert (document["valid"], document["errors"], document["validation"]["by_rule"]) == (False, 0, {"leakage": 20})


def test_warnings_end_with_3_when_strict(tmp_path: Path) -> None:
    file = tmp_path / "private.jsonl"
    file.write_bytes(jsonl(*good_rows(), row(99, answer="Write to somebody@example.org.")))
    assert run(["data", "validate", str(file)]) == 0
    assert run(["data", "validate", str(file), "--strict"]) == 3


def test_the_limits_of_a_method_and_a_model_hold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "long.jsonl"
    file.write_bytes(jsonl(*good_rows(), row(99, answer="word " * 40_000)))
    assert run(["data", "validate", str(file), "--method", "serverless"]) == 3
    assert "at most 4096 are trained on" in capsys.readouterr().out
    assert run(["data", "validate", str(file), "--method", "openai"]) == 0
    assert run(["data", "validate", str(file), "--method", "openai", "--model", "gpt-4.1-nano"]) == 3
