"""Documents are kept by table and key, over a restart, all of a transaction or nothing."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from local_azure.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "state.sqlite")
    yield opened
    opened.close()


def test_a_document_is_read_as_it_was_written_also_after_a_restart(tmp_path: Path) -> None:
    first = Store(tmp_path / "state.sqlite")
    first.put("jobs", "a", {"name": "Überstunde", "steps": [1, 2.5, None, True]})
    first.close()
    again = Store(tmp_path / "state.sqlite")
    assert again.get("jobs", "a") == {"name": "Überstunde", "steps": [1, 2.5, None, True]}
    again.close()


def test_tables_are_apart_and_a_missing_key_has_none(store: Store) -> None:
    store.put("jobs", "a", {"n": 1})
    assert store.get("models", "a") is None
    assert store.get("jobs", "b") is None


def test_documents_are_listed_by_prefix_in_order(store: Store) -> None:
    for key in ("b/2", "a/1", "b/1", "b", "c"):
        store.put("jobs", key, {"key": key})
    assert [each["key"] for each in store.list("jobs", "b/")] == ["b/1", "b/2"]
    assert [key for key, _ in store.items("jobs")] == ["a/1", "b", "b/1", "b/2", "c"]


def test_documents_are_found_by_type_in_any_case_below_a_prefix(store: Store) -> None:
    for key, document_type in (("a/2", "Kind/One"), ("a/1", "kind/one"), ("a/3", "Kind/Two"), ("b/1", "Kind/One")):
        store.put("jobs", key, {"key": key, "type": document_type})
    store.put("jobs", "a/4", {"key": "a/4"})
    store.put("jobs", "a/5", {"key": "a/5", "type": {"no": "text"}})
    store.put("models", "a/1", {"key": "a/1", "type": "Kind/One"})
    assert [each["key"] for each in store.of_type("jobs", "KIND/ONE", "a/")] == ["a/1", "a/2"]
    assert [each["key"] for each in store.of_type("jobs", "Kind/One")] == ["a/1", "a/2", "b/1"]
    assert [each["key"] for each in store.of_type("jobs", "Kind/One", suffix="/1")] == ["a/1", "b/1"]
    assert [each["key"] for each in store.of_type("jobs", "Kind/One", "a", "a/1")] == ["a/1"]
    assert store.of_type("jobs", "Kind/One", suffix="longer/than/a/1") == []
    store.put("jobs", "a/1", {"key": "a/1", "type": "Kind/Two"})
    store.delete("jobs", "b/1")
    assert [each["key"] for each in store.of_type("jobs", "Kind/One")] == ["a/2"]


def test_a_file_from_before_types_were_found_keeps_its_documents_and_finds_them(tmp_path: Path) -> None:
    old = sqlite3.connect(tmp_path / "state.sqlite")
    old.execute(
        "CREATE TABLE documents (collection TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL, "
        "PRIMARY KEY (collection, key)) WITHOUT ROWID"
    )
    old.execute("INSERT INTO documents VALUES ('jobs', 'a', '{\"type\": \"Kind/One\", \"n\": 1}')")
    old.commit()
    old.close()
    for _ in range(2):
        again = Store(tmp_path / "state.sqlite")
        assert again.get("jobs", "a") == {"type": "Kind/One", "n": 1}
        assert [each["n"] for each in again.of_type("jobs", "kind/one")] == [1]
        again.close()


def test_a_deleted_document_is_gone_and_deleting_it_again_does_nothing(store: Store) -> None:
    store.put("jobs", "a", {})
    store.delete("jobs", "a")
    store.delete("jobs", "a")
    assert store.list("jobs") == []


def test_a_transaction_that_fails_leaves_nothing(store: Store) -> None:
    def half() -> None:
        with store.transaction():
            store.put("jobs", "a", {"n": 1})
            raise ValueError("in the middle")

    with pytest.raises(ValueError, match="in the middle"):
        half()
    assert store.get("jobs", "a") is None


def test_a_key_with_the_last_of_all_characters_is_listed(store: Store) -> None:
    store.put("t", "a\U0010ffffb", {"n": 1})
    assert store.items("t", "a") == [("a\U0010ffffb", {"n": 1})]
