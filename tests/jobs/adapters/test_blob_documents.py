"""Documents that several machines write, against the local Azure's storage."""

from pathlib import Path

import pytest

from jobs.adapters.azure_cloud import AzureCloud
from jobs.adapters.blob_documents import BlobDocuments
from jobs.adapters.credentials import stack_credential
from jobs.adapters.rest import AzureRest
from jobs.adapters.workspace import MANAGEMENT_SCOPE, Workspace
from tests.jobs.adapters.conftest import STACK


@pytest.fixture(scope="module")
def account_name(at_local_azure: None) -> str:
    workspace = Workspace(AzureRest(stack_credential(STACK), MANAGEMENT_SCOPE), STACK)
    return str(workspace.default_datastore["properties"]["accountName"])


def documents(account_name: str, container: str) -> BlobDocuments:
    return BlobDocuments(account_name, container, stack_credential(STACK))


def test_a_container_that_is_not_there_reads_as_empty_and_is_made_by_the_first_write(account_name: str) -> None:
    new = documents(account_name, "made-by-writing")
    assert new.read("runs/a/run.json") is None
    assert new.list("runs/") == []
    new.write("runs/a/run.json", b"{}")
    assert documents(account_name, "made-by-writing").read("runs/a/run.json") == b"{}"


def test_of_two_machines_that_make_the_same_document_one_is_told_that_it_was_too_late(account_name: str) -> None:
    one, other = (documents(account_name, "raced") for _ in range(2))
    made = one.save("run.json", b"one", None)
    assert made is not None
    assert other.save("run.json", b"other", None) is None
    assert other.read("run.json") == b"one"


def test_a_document_is_changed_only_where_nobody_else_has_changed_it_since(account_name: str) -> None:
    one, other = (documents(account_name, "changed") for _ in range(2))
    made = one.save("run.json", b"1", None)
    assert made is not None
    seen = other.fetch("run.json")
    assert seen == made
    changed = one.save("run.json", b"2", made.version)
    assert changed is not None
    assert changed.version != made.version
    assert other.save("run.json", b"3", seen.version if seen else None) is None
    assert other.fetch("run.json") == changed


def test_a_write_whose_answer_was_lost_counts_as_ones_own(account_name: str) -> None:
    store = documents(account_name, "repeated")
    made = store.save("run.json", b"mine", None)
    assert store.save("run.json", b"mine", None) == made


def test_paths_are_listed_by_what_they_begin_with(account_name: str) -> None:
    store = documents(account_name, "listed")
    for path in ("runs/b/run.json", "runs/a/run.json", "data/x"):
        store.write(path, b"")
    assert store.list("runs/") == ["runs/a/run.json", "runs/b/run.json"]


def test_files_go_up_once_and_come_back_whole(account_name: str, tmp_path: Path) -> None:
    store, file = documents(account_name, "files"), tmp_path / "rows.jsonl"
    file.write_bytes(b"row\n" * 1000)
    assert store.upload("data/rows.jsonl", file)
    assert not store.upload("data/rows.jsonl", file)
    assert store.download("data/rows.jsonl", tmp_path / "back.jsonl")
    assert (tmp_path / "back.jsonl").read_bytes() == file.read_bytes()
    assert not store.download("data/none.jsonl", tmp_path / "none")


def test_the_workspaces_datastore_keeps_documents_the_same_way(cloud: AzureCloud) -> None:
    made = cloud.datastore.save("ledger/run.json", b"1", None)
    assert made is not None
    assert cloud.datastore.save("ledger/run.json", b"2", None) is None
    assert cloud.datastore.fetch("ledger/run.json") == made
    assert cloud.datastore.list("ledger/") == ["ledger/run.json"]
