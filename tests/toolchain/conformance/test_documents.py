"""Every source has a document and a date and describes what is served, and reasons are about what is served."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from local_azure.calls.listing import listed_operations
from local_azure.calls.operation import Operation
from local_azure.options import Options
from tests.local_azure.running import LocalAzure
from toolchain.conformance.documents import Document, Group, document_of, excused, groups

SECRET = Operation("keyvault", "GET", "/secrets/{}")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> set[Operation]:
    folder: Path = tmp_path_factory.mktemp("served")
    with LocalAzure(folder, options=Options(weights="tiny-random", record=True)):
        return set(listed_operations(folder))


def test_each_group_names_a_document_and_its_date() -> None:
    for group in groups():
        assert group.document.document
        assert datetime.strptime(group.document.date[:7], "%Y-%m").replace(tzinfo=UTC).year >= 2012, group.document


def test_documents_describe_what_is_served(served: set[Operation]) -> None:
    assert [each for group in groups() for each in group.operations if each not in served] == []


def test_each_reason_is_about_an_operation_that_is_served(served: set[Operation]) -> None:
    assert set(excused()) <= served
    assert all(excused().values())


def test_the_first_group_with_an_operation_counts() -> None:
    first, second = Document("first", "2024-01-01"), Document("second", "2024-01-01")
    known = [Group(first, frozenset()), Group(second, frozenset({SECRET})), Group(first, frozenset({SECRET}))]
    assert document_of(SECRET, known) == second
    assert document_of(Operation("keyvault", "PUT", "/secrets/{}"), known) is None


def test_a_line_has_methods_then_a_name_that_may_be_a_phrase(tmp_path: Path) -> None:
    lines = ['- "GET HEAD ~Microsoft.KeyVault/vaults/{}"', "- PUT Put Blob"]
    text = "- service: some\n  document: a\n  date: '2024-01'\n  reason: why\n  operations:\n    " + "\n    ".join(
        lines
    )
    for name in ("documents.yaml", "uncalled.yaml"):
        (tmp_path / name).write_text(text)
    vault = "/subscriptions/{}/resourceGroups/{}/providers/Microsoft.KeyVault/vaults/{}"
    expected = {
        Operation("some", "GET", vault),
        Operation("some", "HEAD", vault),
        Operation("some", "PUT", "Put Blob"),
    }
    (group,) = groups(tmp_path)
    assert group.operations == expected
    assert excused(tmp_path) == dict.fromkeys(expected, "why")
