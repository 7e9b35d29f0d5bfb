"""Columns of members and elements."""

import json

from hypothesis import given
from hypothesis import strategies as st

from jobs.domain.json_positions import positions

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def test_a_value_deep_inside_is_found_at_its_column() -> None:
    line = '{"a": [1, {"b": "x"}]}'
    assert positions(line).values["a", 1, "b"] == line.index('"x"') + 1


def test_a_key_is_found_at_its_column() -> None:
    line = '{"a": 1, "b": 2}'
    assert positions(line).keys["b",] == line.index('"b"') + 1


def test_brackets_and_quotes_inside_of_text_mislead_nobody() -> None:
    line = r'{"a": "]}\"{[", "b": 2}'
    assert positions(line).values["b",] == line.index("2") + 1


def test_the_innermost_thing_around_stands_for_what_is_not_there() -> None:
    assert positions('{"a": [1]}').nearest(("a", 5, "x")) == 7


@given(JSON)
def test_every_value_stands_where_it_is_said_to_stand(value: object) -> None:
    line = json.dumps(value, ensure_ascii=False)
    found = positions(line).values
    decoder = json.JSONDecoder()
    for path, column in found.items():
        here, _ = decoder.raw_decode(line, column - 1)
        assert here == _at(value, path)


def _at(value: object, path: tuple[str | int, ...]) -> object:
    for step in path:
        value = value[step]
    return value
