"""Validation rows that training has seen: they measure memory, not what was learned."""

from collections.abc import Iterable, Iterator

from jobs.domain.data_format import Row, RowFormat
from jobs.domain.findings import Finding
from jobs.domain.near_duplicates import MAXIMUM_CHARACTERS, near_duplicates


def leakage_findings(
    training: Iterable[tuple[int, Row]],
    validation: Iterable[tuple[int, Row]],
    row_format: RowFormat,
    *,
    near_duplicate_rows: int,
) -> Iterator[Finding]:
    """Names the rows of a validation file that are in the training file too, or almost.

    Args:
        training: its rows with line numbers.
        validation: its rows with line numbers.
        row_format: of both.
        near_duplicate_rows: up to how many rows together rows that are almost the same are looked for; beyond, only
            rows that say or ask the same are (then nothing but 8 bytes a row is kept).
    """
    said: dict[int, int] = {}
    asked: dict[int, int] = {}
    kept: list[tuple[int, Row]] = []
    characters = 0
    for number, row in training:
        said.setdefault(hash(row_format.say(row)[0]), number)
        asked.setdefault(hash(row_format.question(row)), number)
        characters += len(row_format.likeness(row))
        if len(kept) <= near_duplicate_rows and characters <= MAXIMUM_CHARACTERS:
            kept.append((number, row))
    left: list[tuple[int, Row]] = []
    for number, row in validation:
        if original := said.get(hash(row_format.say(row)[0])):
            yield Finding(number, 0, "leakage", f"the same as line {original} of the training file; take one out")
        elif original := asked.get(hash(row_format.question(row))):
            text = f"asks the same as line {original} of the training file"
            yield Finding(number, 0, "leakage-question", text, "warning")
        elif len(kept) + len(left) <= near_duplicate_rows:
            left.append((number, row))
    if len(kept) + len(left) <= near_duplicate_rows and characters <= MAXIMUM_CHARACTERS:
        yield from _almost(kept, left, row_format)


def _almost(kept: list[tuple[int, Row]], left: list[tuple[int, Row]], row_format: RowFormat) -> Iterator[Finding]:
    told: set[int] = set()
    for twins in near_duplicates(row_format.likeness(row) for _, row in (*kept, *left)):
        if twins.first < len(kept) <= twins.second and twins.second not in told:
            told.add(twins.second)
            number, (original, _) = left[twins.second - len(kept)][0], kept[twins.first]
            text = f"{twins.likeness:.0%} as line {original} of the training file"
            yield Finding(number, 0, "leakage-near", text, "warning")
