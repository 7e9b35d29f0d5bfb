"""docs/policies.md says what the policies say."""

from policies.document import FILE, document


def test_the_tables_are_current() -> None:
    text = FILE.read_text(encoding="utf-8")
    assert text == document(text), "run: python -m policies.document"


def test_each_table_is_there_and_nothing_else_is_touched() -> None:
    text = "before\n<!-- fixes: made by `python -m policies.document` -->\noutdated-row\n<!-- end -->\nafter\n"
    made = document(text)
    assert made.startswith("before\n")
    assert made.endswith("<!-- end -->\nafter\n")
    assert "| `storage-shared-keys` | A key opens everything" in made
    assert "outdated-row" not in made
