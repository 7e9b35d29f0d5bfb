"""Parquet files, as data sets come in, read record by record and converted to training rows."""

import json
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from pyarrow import parquet

from jobs.adapters.parquet import parquet_records
from jobs.domain.errors import DataError
from jobs.services.convert_data import ConvertReport, convert_file
from jobs.services.data_files import rows_of

TURNS = [{"role": "user", "content": "Hello?"}, {"role": "assistant", "content": "Hello to you."}]


def _file(folder: Path, rows: list[dict[str, Any]]) -> Path:
    file = folder / "rows.parquet"
    parquet.write_table(pyarrow.Table.from_pylist(rows), file)
    return file


def _converted(file: Path, maximum: int | None = None) -> tuple[ConvertReport, list[bytes]]:
    to_file = file.with_suffix(".jsonl")
    report = convert_file(file, to_file, "chat", maximum=maximum, parquet=parquet_records)
    return report, rows_of(to_file)


def test_records_come_in_order_over_all_batches(tmp_path: Path) -> None:
    file = _file(tmp_path, [{"number": number} for number in range(2500)])
    found = [(record.place, record.members) for record in parquet_records(file)]
    assert found == [(number + 1, {"number": number}) for number in range(2500)]


def test_conversations_of_ultrachat_become_chat_rows(tmp_path: Path) -> None:
    file = _file(tmp_path, [{"prompt": "Hello?", "prompt_id": str(n), "messages": TURNS} for n in range(12)])
    report, rows = _converted(file)
    assert (report.rows, report.shapes, report.refused) == (12, {"messages": 12}, 0)
    assert json.loads(rows[0]) == {"messages": TURNS}


def test_only_so_many_are_taken_from_the_start(tmp_path: Path) -> None:
    report, rows = _converted(_file(tmp_path, [{"messages": TURNS}] * 12), maximum=5)
    assert (report.rows, len(rows)) == (5, 5)


@pytest.mark.parametrize("kept", [20, -3])
def test_a_cut_file_is_refused_with_a_way_to_go(tmp_path: Path, kept: int) -> None:
    file = _file(tmp_path, [{"messages": TURNS}] * 12)
    file.write_bytes(file.read_bytes()[:kept])
    with pytest.raises(DataError, match=r"rows\.parquet can't be read as Parquet") as refused:
        _converted(file)
    assert "Download it again" in refused.value.fix
    assert not file.with_suffix(".jsonl").exists()
