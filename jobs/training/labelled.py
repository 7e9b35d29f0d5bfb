"""Rows of texts with labels."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from failures import BAD_DATA, Failure


@dataclass(frozen=True)
class Labelled:
    """A text and what it is.

    Attributes:
        text: The text.
        label: Its label.
    """

    text: str
    label: str


def read_labelled(row: dict[str, Any]) -> Labelled:
    """Returns the text and label in ``{"text", "label"}``; a label is text or a whole number.

    Raises:
        ValueError: It is none; says why.
    """
    text, label = row.get("text"), row.get("label")
    if not isinstance(text, str) or not text.strip():
        raise ValueError("has no text")
    if isinstance(label, bool) or not isinstance(label, str | int) or not str(label).strip():
        raise ValueError("its label is neither text nor a whole number")
    return Labelled(text, str(label))


def labels_of(rows: Sequence[Labelled], validation: Sequence[Labelled] | None, train: Path) -> list[str]:
    """Returns the labels, sorted.

    Args:
        rows: What is learnt.
        validation: What is measured on.
        train: The file of ``rows``, for messages.

    Raises:
        Failure: There is only one, or validation rows have labels that no row to learn from has.
    """
    labels = sorted({row.label for row in rows})
    if len(labels) == 1:
        message = f"{train}: all rows have the label {labels[0]!r}; classes are told apart only where there are two"
        raise Failure(message, exit_status=BAD_DATA)
    unknown = sorted({row.label for row in validation or ()} - set(labels))
    if unknown:
        message = f"validation rows have labels that no row of {train} has: {', '.join(map(repr, unknown[:10]))}"
        raise Failure(message, exit_status=BAD_DATA)
    return labels
