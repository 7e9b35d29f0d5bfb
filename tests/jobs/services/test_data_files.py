"""Files of training rows, checked before they are used."""

from pathlib import Path

import pytest

from jobs.domain.errors import DataError
from jobs.services.data_files import checked
from tests.jobs.domain.rows import jsonl
from tests.jobs.domain.test_data_formats import completion


def test_rows_are_chat_unless_another_format_is_allowed(tmp_path: Path) -> None:
    file = tmp_path / "pairs.jsonl"
    file.write_bytes(jsonl(*[completion(number) for number in range(10)]))
    with pytest.raises(DataError, match="looks like a completion row"):
        checked(file)
    assert checked(file, format_name=None).format == "completion"


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="can't be read: No such file"):
        checked(tmp_path / "none.jsonl")
