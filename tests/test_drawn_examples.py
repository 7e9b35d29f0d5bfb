"""Hypothesis draws the same examples whatever has been imported, and so in every order of the tests."""

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st


def drawn() -> list[tuple[int, str]]:
    """Returns the examples of a test."""
    examples: list[tuple[int, str]] = []

    @settings(max_examples=300)
    @given(number=st.integers(), word=st.text())
    def note(number: int, word: str) -> None:
        examples.append((number, word))

    note()
    return examples


def test_a_module_that_is_imported_meanwhile_changes_no_example(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = drawn()
    file = tmp_path / "constants.py"
    file.write_text("".join(f"NUMBER_{each} = {each}{each}\nWORD_{each} = 'word {each}'\n" for each in range(100, 200)))
    spec = spec_from_file_location("module_of_constants", file)
    assert spec is not None
    monkeypatch.setitem(sys.modules, spec.name, module_from_spec(spec))
    assert drawn() == before
