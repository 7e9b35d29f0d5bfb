"""Templates are read as people write them: with comments, trailing commas and texts over lines."""

import re

import pytest

from local_azure.deployments.relaxed_json import read


def test_strict_json_is_read_as_it_is() -> None:
    assert read('{"a": [1, 2.5, true, null, "x\\n"]}') == {"a": [1, 2.5, True, None, "x\n"]}


def test_what_people_write_is_read_too() -> None:
    document = """
    // a template
    {
      template: {"a": [1, -2.5e1, true, null,], /* in
        between */ 'b': 'it\\'s "so"',
        "c": "over
lines // no comment",},
    }"""
    expected = {"a": [1, -25.0, True, None], "b": 'it\'s "so"', "c": "over\nlines // no comment"}
    assert read(document) == {"template": expected}


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ("{a: }", "line 1 column 5"),
        ("{'a': 1\n 'b': 2}", "line 2 column 2"),
        ("{'a': 'b", "end of a text"),
        ("[1, 2", "',' or ']'"),
        ("{} {}", "nothing more"),
        ("{'a' 1}", "':'"),
        ("[perhaps]", "a value"),
        ("[" * 100_000, "too deep"),
        ("[" * 200 + "1" + "]" * 200, "too deep"),
        ("// " * 5 + "\n" + "{'a':" * 500, "too deep"),
        ('["\\ud800"]', "surrogates"),
        ("[NaN]", "JSON"),
    ],
)
def test_what_is_no_json_says_where(document: str, reason: str) -> None:
    with pytest.raises(ValueError, match=re.escape(reason)):
        read(document)
