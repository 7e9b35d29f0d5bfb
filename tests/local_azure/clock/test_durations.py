"""Spans of time are written as days, hours, minutes and seconds, and only ahead."""

from datetime import timedelta

import pytest

from local_azure.clock.durations import parse_duration, show_duration


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("15d", timedelta(days=15)),
        ("36h", timedelta(hours=36)),
        ("90m", timedelta(minutes=90)),
        ("30s", timedelta(seconds=30)),
        ("1d12h", timedelta(days=1, hours=12)),
    ],
)
def test_a_span_is_read(text: str, span: timedelta) -> None:
    assert parse_duration(text) == span


@pytest.mark.parametrize("text", ["", "15", "-1d", "1.5d", "1w", "d", "1d ", "0s", "9999999d", "1d1d1d1d1d"])
def test_anything_else_is_refused_by_what_it_says(text: str) -> None:
    with pytest.raises(ValueError, match=f"'{text}' is"):
        parse_duration(text)


def test_a_span_is_shown_as_it_is_read() -> None:
    shown = [show_duration(parse_duration(text)) for text in ("15d", "36h", "90m", "30s")]
    assert shown == ["15d", "1d12h", "1h30m", "30s"]
    assert show_duration(timedelta()) == "0s"
