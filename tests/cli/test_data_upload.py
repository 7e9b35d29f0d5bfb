"""`tunestack data upload` of single files, and of data that is there already."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from cli.main import run
from tests.jobs.cloud_in_memory import MemoryDatastore
from tests.jobs.domain.rows import good_rows, jsonl


@pytest.fixture
def datastore(monkeypatch: pytest.MonkeyPatch) -> MemoryDatastore:
    files = MemoryDatastore()
    monkeypatch.setattr("cli.session.open_cloud", lambda _: (None, SimpleNamespace(files=files)))
    return files


def test_a_file_is_uploaded_and_its_path_is_taken_again(
    datastore: MemoryDatastore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "rows.txt"
    file.write_bytes(jsonl(*good_rows()))
    assert run(["data", "upload", str(file), "--stack", "x", "--as", "validation", "--output", "json"]) == 0
    first = json.loads(capsys.readouterr().out)
    assert (first["uploaded"], first["rows"]) == (True, 10)
    assert first["uri"].endswith(f"{first['sha256']}/validation.jsonl")
    assert run(["data", "upload", first["uri"], "--stack", "x", "--output", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == first | {"uploaded": False}
    assert len(datastore.uploads) == 1


def test_bad_data_ends_with_3_and_nothing_is_uploaded(datastore: MemoryDatastore, tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_bytes(b"{\n")
    assert run(["data", "upload", str(file), "--stack", "x"]) == 3
    assert datastore.files == {}


def test_a_format_that_the_method_does_not_take_ends_with_3(datastore: MemoryDatastore, tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_bytes(jsonl(*[{"text": f"row {number} says x{number}", "label": number % 2} for number in range(10)]))
    assert run(["data", "upload", str(file), "--stack", "x", "--method", "openai"]) == 3
    assert run(["data", "upload", str(file), "--stack", "x", "--method", "command"]) == 0


@pytest.mark.parametrize("source", ["none.jsonl", "none.yaml", "azureml://datastores/other/paths/x"])
def test_what_is_not_there_is_wrong_usage(datastore: MemoryDatastore, source: str) -> None:
    assert run(["data", "upload", source, "--stack", "x"]) == 2
