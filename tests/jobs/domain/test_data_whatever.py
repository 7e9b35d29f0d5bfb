"""Whatever a row holds, every format answers with findings, a cleaned row or a reason, never with a traceback."""

import io
import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jobs.domain.cleaning import clean_row
from jobs.domain.conversion import ConversionError, convert
from jobs.domain.data_format import FORMAT_NAMES, FormatName
from jobs.domain.data_formats import format_named, looks_like
from jobs.domain.row_findings import row_findings
from jobs.domain.validation import validate

_NAMES = [
    "messages", "role", "content", "tools", "tool_calls", "tool_call_id", "function", "name", "arguments", "id", "type",
    "input", "preferred_output", "non_preferred_output", "prompt", "completion", "text", "label", "weight",
    "conversations", "from", "value", "instruction", "output", "chosen", "rejected", "question", "answer", "system",
]  # fmt: skip
_TEXTS = st.one_of(
    st.text(max_size=8),
    st.sampled_from(
        ["user", "assistant", "system", "tool", "function", "human", "gpt", "{}", "[", " ", "a@b.org", "<|"]
    ),
)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | _TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_NAMES), inner, max_size=4),
    max_leaves=12,
)
_MESSAGES = st.lists(
    st.fixed_dictionaries(
        {"role": st.sampled_from(["system", "user", "assistant", "tool"])},
        optional={
            "content": _TEXTS | st.none(),
            "tool_call_id": _TEXTS,
            "weight": st.sampled_from([0, 1]),
            "tool_calls": st.lists(
                st.fixed_dictionaries(
                    {
                        "id": st.sampled_from(["1", "2"]),
                        "type": st.just("function"),
                        "function": st.fixed_dictionaries({"name": st.sampled_from("ab"), "arguments": _TEXTS}),
                    }
                ),
                max_size=2,
            ),
        },
    ),
    max_size=4,
)
_ROWS = st.one_of(
    st.dictionaries(st.sampled_from(_NAMES), _VALUES, max_size=4),
    st.fixed_dictionaries({"messages": _MESSAGES}, optional={"tools": _VALUES}),
    st.fixed_dictionaries(
        {
            "input": st.fixed_dictionaries({"messages": _MESSAGES}),
            "preferred_output": _MESSAGES,
            "non_preferred_output": _MESSAGES,
        }
    ),
    st.fixed_dictionaries({"text": _TEXTS, "label": _VALUES}),
    st.fixed_dictionaries({"chosen": _MESSAGES | _TEXTS, "rejected": _MESSAGES}, optional={"prompt": _VALUES}),
)


_UNHURRIED = settings(deadline=None, max_examples=30, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("name", FORMAT_NAMES)
@_UNHURRIED
@given(rows=st.lists(_ROWS, max_size=4))
def test_a_file_of_any_rows_is_answered_with_findings(name: FormatName, rows: list[dict[str, Any]]) -> None:
    content = b"\n".join(json.dumps(row).encode() for row in rows)
    report = validate(lambda: io.BytesIO(content), format_name=name)
    assert report.rows == len(rows)
    assert all(0 <= finding.line <= len(rows) and finding.column >= 0 for finding in report.findings)


@pytest.mark.parametrize("name", FORMAT_NAMES)
@_UNHURRIED
@given(row=_ROWS)
def test_a_row_that_cleaning_keeps_has_no_errors(name: FormatName, row: dict[str, Any]) -> None:
    row_format = format_named(name)
    outcome = clean_row(json.dumps(row).encode(), row_format, maximum_tokens=1000)
    assert (outcome.row is None) == bool(outcome.why)
    if outcome.row is not None:
        assert row_findings(outcome.row, 1, maximum_tokens=1000, row_format=row_format) == []


@pytest.mark.parametrize("name", FORMAT_NAMES)
@_UNHURRIED
@given(row=_ROWS)
def test_a_record_is_made_a_row_of_the_format_or_refused(name: FormatName, row: dict[str, Any]) -> None:
    with suppress(ConversionError):
        _, converted = convert(row, name, system="Be kind.")
        assert looks_like(converted) == ("chat" if name == "tools" else name)
