"""Rows made clean."""

import json
from typing import Any

import pytest

from jobs.domain.cleaning import Cleaned, clean_row, tidy_text
from jobs.domain.data_chat import CHAT
from jobs.domain.data_tools import TOOLS
from tests.jobs.domain.rows import message, row
from tests.jobs.domain.test_data_formats import tools


def clean(value: Any) -> Cleaned:  # noqa: ANN401
    line = value if isinstance(value, bytes) else json.dumps(value).encode()
    return clean_row(line, CHAT, maximum_tokens=500)


def asking(question: object) -> dict[str, Any]:
    return {"messages": [{"role": "user", "content": question}, message("assistant", "Yes.")]}


def test_a_clean_row_stays_as_it_is() -> None:
    line = json.dumps(row()).encode()
    assert clean(line).row is line


@pytest.mark.parametrize(
    ("noisy", "tidy"),
    [
        ("  blanks around\n", "blanks around"),
        ("at the end  \nof a line", "at the end\nof a line"),
        ("windows\r\nlines", "windows\nlines"),
        ("a\u200bb\ufeffc\x00d\x1b", "abcd"),
        ("far\n\n\n\napart", "far\n\napart"),
        ("cafe\u0301", "caf\u00e9"),
        ("tabs\tstay", "tabs\tstay"),
        ("\U0001f468\u200d\U0001f469\u200d\U0001f467 stays", "\U0001f468\u200d\U0001f469\u200d\U0001f467 stays"),
    ],
)
def test_noise_is_taken_out_of_texts(noisy: str, tidy: str) -> None:
    assert tidy_text(noisy) == tidy
    outcome = clean(asking("x" + noisy + "x"))
    assert outcome.row is not None
    assert json.loads(outcome.row)["messages"][0]["content"] == tidy_text("x" + noisy + "x")


@pytest.mark.parametrize(
    ("bad", "rule"),
    [
        (asking(None), "not-text"),
        (asking(""), "content-empty"),
        (asking(" \u200b "), "content-empty"),
        (asking("???"), "noise"),
        (asking("caf\ufffd"), "noise"),
        (asking("word " * 2000), "row-too-long"),
        ({"messages": []}, "messages-empty"),
        ({"question": "x"}, "messages-missing"),
        (b"{", "malformed-json"),
        (b"\xff", "not-utf8"),
        (b"[" * 100_000, "malformed-json"),
    ],
    ids=lambda value: str(value)[:50],
)
def test_a_row_that_cannot_be_learned_from_is_not_kept(bad: object, rule: str) -> None:
    outcome = clean(bad)
    assert (outcome.row, outcome.rule) == (None, rule)
    assert outcome.why


def test_a_call_without_arguments_is_no_noise() -> None:
    given = tools()
    given["messages"][1]["tool_calls"] = [
        {"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{}"}}
    ]
    assert clean_row(json.dumps(given).encode(), TOOLS, maximum_tokens=500).row is not None
