"""Spans of time as people write them: 15d, 36h, 90m, 30s, 1d12h."""

import re
from datetime import timedelta

_UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
_WHOLE = re.compile(r"(?:\d{1,6}[dhms]){1,4}")
_PART = re.compile(r"(\d+)([dhms])")


def parse_duration(text: str) -> timedelta:
    """Returns the sum of the parts, such as 36 hours for ``1d12h``.

    Raises:
        ValueError: It isn't written so, or is no time at all.
    """
    if not _WHOLE.fullmatch(text):
        raise ValueError(f"'{text}' isn't a span of time: write days, hours, minutes or seconds, such as 15d or 1d12h")
    parts = [timedelta(**{_UNITS[unit]: int(count)}) for count, unit in _PART.findall(text)]
    span = sum(parts, timedelta())
    if not span:
        raise ValueError(f"'{text}' is no time at all: time only goes ahead")
    return span


def show_duration(span: timedelta) -> str:
    """Returns a span as ``parse_duration`` reads it, in whole seconds."""
    minutes, seconds = divmod(int(span.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    counts = ((days, "d"), (hours, "h"), (minutes, "m"), (seconds, "s"))
    return "".join(f"{count}{unit}" for count, unit in counts if count) or "0s"
