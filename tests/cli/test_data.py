"""`tunestack data validate` and `split`."""

import json
from pathlib import Path

import pyarrow
import pytest
from pyarrow import parquet

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
    said = capsys.readouterr().out
    assert "can be used: 20 rows" in said
    assert "rows by estimated tokens: " in said


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


def test_clean_says_what_it_removed_and_leaves_the_file_alone(
    bad: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = bad.read_bytes()
    assert run(["data", "clean", str(bad), "--to", str(tmp_path / "clean.jsonl"), "--output", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["rows"], document["kept"], document["removed"]) == (15, 10, {"messages-empty": 5})
    assert len(Path(document["removed_rows"]).read_bytes().splitlines()) == 5
    assert bad.read_bytes() == before


def test_clean_ends_with_3_when_nothing_is_left(tmp_path: Path) -> None:
    file = tmp_path / "nothing.jsonl"
    file.write_bytes(b"{\n")
    assert run(["data", "clean", str(file), "--to", str(tmp_path / "clean.jsonl")]) == 3


def test_split_takes_labels_from_each_side(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, train, validation = (tmp_path / name for name in ("all.jsonl", "t.jsonl", "v.jsonl"))
    words = [f"w{number}a w{number}b w{number}c w{number}d" for number in range(50)]
    file.write_bytes(jsonl(*[{"text": one, "label": "rare" if i < 10 else "common"} for i, one in enumerate(words)]))
    assert run(["data", "split", str(file), "--train", str(train), "--validation", str(validation)]) == 0
    capsys.readouterr()
    run(["data", "split", str(file), "--train", str(train), "--validation", str(validation), "--output", "json"])
    assert json.loads(capsys.readouterr().out)["strata"] == {
        "common": {"train": 32, "validation": 8},
        "rare": {"train": 8, "validation": 2},
    }


def test_split_never_writes_over_what_it_reads(good: Path, tmp_path: Path) -> None:
    before = good.read_bytes()
    assert run(["data", "split", str(good), "--train", str(good), "--validation", str(tmp_path / "v.jsonl")]) == 2
    assert good.read_bytes() == before


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "table.csv"
    file.write_text("id,said,reply\n1,Why?,So.\n2,How?,Thus.\n")
    return file


def test_convert_writes_rows_that_can_be_used(table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    to = tmp_path / "chat.jsonl"
    arguments = ["--to", str(to), "--column", "question=said", "--column", "answer=reply", "--output", "json"]
    assert run(["data", "convert", str(table), *arguments]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["rows"], document["refused"], document["shapes"]) == (2, 0, {"pairs": 2})
    assert json.loads(to.read_bytes().splitlines()[1])["messages"][1] == {"role": "assistant", "content": "Thus."}


def test_convert_takes_the_first_rows_of_parquet(tmp_path: Path) -> None:
    file, to = tmp_path / "train.parquet", tmp_path / "chat.jsonl"
    conversations = [one["messages"] for one in good_rows(5)]
    parquet.write_table(pyarrow.table({"messages": conversations}), file)
    assert run(["data", "convert", str(file), "--to", str(to), "--rows", "3"]) == 0
    assert [json.loads(line)["messages"] for line in to.read_bytes().splitlines()] == conversations[:3]


def test_convert_writes_nothing_where_a_record_cannot_be(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    to = tmp_path / "chat.jsonl"
    table.write_text(table.read_text() + "3,,nothing asked\n")
    arguments = ["--to", str(to), "--column", "question=said", "--column", "answer=reply"]
    assert run(["data", "convert", str(table), *arguments]) == 3
    assert f"{table}:4: 'question' is empty" in capsys.readouterr().out
    assert not to.exists()
    assert not list(tmp_path.glob("*.part"))
    assert run(["data", "convert", str(table), *arguments, "--skip-bad"]) == 0
    assert len(to.read_bytes().splitlines()) == 2


def test_convert_of_a_shape_that_is_not_known_ends_with_3(table: Path, tmp_path: Path) -> None:
    assert run(["data", "convert", str(table), "--to", str(tmp_path / "chat.jsonl")]) == 3


def test_a_column_without_a_name_is_wrong_usage(table: Path, tmp_path: Path) -> None:
    assert run(["data", "convert", str(table), "--to", str(tmp_path / "x"), "--column", "question"]) == 2


def test_download_lists_what_there_is_with_licence_and_source(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["data", "download", "--output", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["datasets"]["travel-assistant"]["licence"] == "MIT"
    run(["data", "download"])
    assert "ultrachat: " in capsys.readouterr().out


def test_download_of_what_is_not_known_is_wrong_usage(tmp_path: Path) -> None:
    assert run(["data", "download", "no-such-data", "--to", str(tmp_path)]) == 2
    assert list(tmp_path.iterdir()) == []
