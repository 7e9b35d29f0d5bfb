"""Likely secrets, personal data and unsafe content of one row, with the column, never with the thing itself."""

import json
from collections.abc import Iterator

from pydantic import ValidationError

from jobs.domain.data_format import RowFormat
from jobs.domain.data_markers import Trigger
from jobs.domain.data_sensitive import Suspect, suspects
from jobs.domain.findings import Finding
from jobs.domain.json_positions import positions

_ADVICE = {
    "secret": "take it out and make it invalid where it is used; a model repeats what it has learned",
    "personal-data": "take it out or put a made-up one in its place, unless you may use it",
    "unsafe-content": "a tuned model can be less safe than its base; keep it only where that is what you teach",
}


def sensitive_findings(
    line: bytes, number: int, row_format: RowFormat, triggers: frozenset[Trigger]
) -> Iterator[Finding]:
    """Looks closely at a row that `suspicious_rows` has named."""
    try:
        row = row_format.parse(line)
    except ValidationError:
        return  # told already; its texts aren't known
    text_of_line, where = line.decode(), None
    for path, text in row_format.texts(row):
        for suspect in suspects(text, triggers):
            where = where or positions(text_of_line)
            column = _column(text_of_line, where.nearest(path), text, suspect)
            rule, what = suspect.marker.rule, suspect.marker.what
            yield Finding(number, column, rule, f"likely {what}; {_ADVICE[rule]}", "warning")


def _column(line: str, start: int, text: str, suspect: Suspect) -> int:
    """The character where it begins; the text's own column where the file escapes it in a way of its own."""
    found = text[suspect.start : suspect.end]
    for ascii_only in (True, False):
        before = json.dumps(text[: suspect.start], ensure_ascii=ascii_only)
        column = start + len(before) - 1
        if line[start - 1 : column - 1] == before[:-1] and line.startswith(found, column - 1):
            return column
    return start
