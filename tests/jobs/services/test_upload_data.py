"""One file of training rows in the datastore."""

from pathlib import Path

import pytest

from jobs.domain.errors import DataError, UsageError
from jobs.domain.validation import Limits
from jobs.services.upload_data import check_uploaded, upload_file
from tests.jobs.cloud_in_memory import MemoryDatastore
from tests.jobs.domain.rows import good_rows, jsonl


@pytest.fixture
def file(tmp_path: Path) -> Path:
    written = tmp_path / "rows.txt"
    written.write_bytes(b"\xef\xbb\xbf" + jsonl(*good_rows()).replace(b"\n", b"\r\n"))
    return written


def test_the_normal_form_is_uploaded_once_under_its_hash(file: Path) -> None:
    datastore = MemoryDatastore()
    done = upload_file(file, "train", datastore, limits=Limits())
    assert done.new
    assert datastore.files == {f"tunestack/data/{done.report.sha256}/train.jsonl": jsonl(*good_rows())}
    again = upload_file(file, "train", datastore, limits=Limits())
    assert (again.new, again.uri, len(datastore.uploads)) == (False, done.uri, 1)


def test_bad_data_is_not_uploaded(file: Path) -> None:
    datastore = MemoryDatastore()
    file.write_bytes(jsonl(*good_rows(), b"{"))
    with pytest.raises(DataError, match="1 errors"):
        upload_file(file, "train", datastore, limits=Limits())
    assert datastore.files == {}


def test_data_that_is_there_already_is_checked_by_its_path(file: Path) -> None:
    datastore = MemoryDatastore({"mine/rows.jsonl": jsonl(*good_rows()), "mine/bad.jsonl": b"{\n"})
    done = check_uploaded("azureml://datastores/default/paths/mine/rows.jsonl", datastore, limits=Limits())
    assert (done.new, done.report.rows, datastore.uploads) == (False, 10, [])
    with pytest.raises(DataError, match="can't be trained on"):
        check_uploaded("azureml://datastores/default/paths/mine/bad.jsonl", datastore, limits=Limits())


def test_a_path_that_is_not_there_is_told() -> None:
    with pytest.raises(DataError, match="there is no azureml"):
        check_uploaded("azureml://datastores/default/paths/none.jsonl", MemoryDatastore(), limits=Limits())


@pytest.mark.parametrize("uri", ["azureml://datastores/other/paths/x", "azureml://datastores/default/paths/"])
def test_a_path_of_another_datastore_is_refused(uri: str) -> None:
    with pytest.raises(UsageError, match="default datastore"):
        check_uploaded(uri, MemoryDatastore(), limits=Limits())
