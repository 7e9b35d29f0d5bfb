"""Bodies are read as JSON that can be kept and answered again, and refused with the reason where they can't be."""

import pytest

from local_azure.json_bodies import DEEPEST, read_json


def test_json_is_read_as_it_is() -> None:
    assert read_json(b'{"a": [1, 2.5, null, "\\ud83d\\ude00"]}') == {"a": [1, 2.5, None, "\U0001f600"]}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"{", "Expecting property name"),
        (b"NaN", "no number of JSON"),
        (b"1e999", "not JSON compliant"),
        (b'"\\ud800"', "surrogates not allowed"),
        (b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1), "MaxDepth"),
        (b"[" * 100_000, "MaxDepth"),
    ],
)
def test_what_can_not_be_kept_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_json(content)
