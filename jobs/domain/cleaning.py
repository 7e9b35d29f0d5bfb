"""Training rows made clean: noise taken out of texts, rows that can't be learned from named."""

import json
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from jobs.domain.data_format import RowFormat
from jobs.domain.row_findings import row_findings

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060\ufeff\ufff9-\ufffb]")
_BLANKS_AT_END = re.compile(r"[ \t\u00a0]+(?=\n|$)")
_MANY_LINES = re.compile(r"\n{3,}")
_LETTER_OR_DIGIT = re.compile(r"\w")
_UNREADABLE = "\ufffd"


@dataclass(frozen=True)
class Cleaned:
    """What became of one line.

    Attributes:
        row: the row to keep, in normal form; none where it can't be kept.
        said: everything it says: rows with the same, whatever their case and blanks, are duplicates.
        changed: whether noise was taken out of it.
        rule: of what it broke, where it isn't kept.
        why: the same for people.
    """

    row: bytes | None = None
    said: str = ""
    changed: bool = False
    rule: str = ""
    why: str = ""


def clean_row(line: bytes, row_format: RowFormat, *, maximum_tokens: int) -> Cleaned:
    """Cleans one line.

    Control characters, invisible ones, blanks around and at line ends are taken out of its texts, which are written in
    composed Unicode (NFC). A row with a missing or empty value, of another shape, too long, or without a readable text
    isn't kept.
    """
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        given = None  # the findings tell exactly what is wrong
    tidy = _tidied(given) if isinstance(given, dict) else None
    normal = line if tidy is None or tidy == given else json.dumps(tidy, ensure_ascii=False).encode(errors="replace")
    findings = row_findings(normal, 1, maximum_tokens=maximum_tokens, row_format=row_format)
    if errors := [one for one in findings if one.severity == "error"]:
        return Cleaned(rule=errors[0].rule, why="; ".join(one.message for one in errors))
    row = row_format.parse(normal)
    for path, text in row_format.texts(row):
        if _UNREADABLE in text:
            return Cleaned(rule="noise", why=f"'{path[-1]}' has characters that were lost when the file was decoded")
        if path[-1] != "arguments" and not _LETTER_OR_DIGIT.search(text):
            return Cleaned(rule="noise", why=f"'{path[-1]}' has neither letters nor digits")
    said = " ".join(row_format.say(row)[0].casefold().split())
    return Cleaned(normal, said, changed=normal is not line)


def tidy_text(text: str) -> str:
    """A text without noise."""
    text = _CONTROL.sub("", unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n"))
    return _MANY_LINES.sub("\n\n", _BLANKS_AT_END.sub("", text)).strip()


def _tidied(value: Any) -> Any:  # noqa: ANN401 (what a row holds is known after this)
    """The same value with all its texts tidied; `json.loads` has limited how deep it goes."""
    if isinstance(value, str):
        return tidy_text(value)
    if isinstance(value, list):
        return [_tidied(one) for one in value]
    return {key: _tidied(one) for key, one in value.items()} if isinstance(value, dict) else value
