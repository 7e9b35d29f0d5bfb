"""Chat rows for tests."""

import io
import json
from typing import Any

from jobs.domain.validation import DataReport, Limits, validate

WORDS = [
    "amber",
    "birch",
    "cedar",
    "delta",
    "ember",
    "fjord",
    "grove",
    "hazel",
    "inlet",
    "jetty",
    "knoll",
    "larch",
    "mossy",
    "north",
    "ochre",
    "pearl",
]


def message(role: str, content: str) -> dict[str, str]:
    return {"role": role, "content": content}


def row(number: int = 0, *, answer: str = "") -> dict[str, Any]:
    """A good row, unlike any of another number."""
    text = " ".join(f"{word}{number}" for word in WORDS)
    return {"messages": [message("user", f"What of {text}?"), message("assistant", answer or f"That is {text}.")]}


def jsonl(*rows: object) -> bytes:
    """Rows as a file; a row that is bytes already is taken as it is."""
    return b"".join((one if isinstance(one, bytes) else json.dumps(one).encode()) + b"\n" for one in rows)


def good_rows(count: int = 10) -> list[dict[str, Any]]:
    return [row(number) for number in range(count)]


def checked(content: bytes, **options: int) -> DataReport:
    """What validation says of a file's content."""
    limits = Limits(**options)
    return validate(lambda: io.BytesIO(content), limits=limits)


def rules(content: bytes, **options: int) -> list[str]:
    """The rules that a file's content breaks."""
    return [finding.rule for finding in checked(content, **options).findings]
