"""What can be wrong with a file of training data as a whole: size, rows, labels."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from jobs.domain.data_format import FormatName
from jobs.domain.data_tally import Tally
from jobs.domain.findings import Finding

MOST_UNEVEN = 10
"""How many times the rows of the rarest label the most common one may have without a warning (own choice)."""


@dataclass(frozen=True)
class Limits:
    """What a file may have.

    Attributes:
        minimum_rows: the fewest rows that Azure trains on (10; Azure's fine-tuning guide, 2026-01).
        maximum_bytes: Azure takes training files under 512 MB (fine-tuning guide for serverless, 2026-01).
        maximum_tokens: the longest row, in estimated tokens.
        near_duplicate_rows: up to how many rows near-duplicates are looked for (that keeps the words in memory).
        formats: the formats that the method takes; any where empty.
        method: the method that the limits are of; for messages.
    """

    minimum_rows: int = 10
    maximum_bytes: int = 512 * 1024 * 1024
    maximum_tokens: int = 4096
    near_duplicate_rows: int = 10_000
    formats: tuple[str, ...] = ()
    method: str = ""


def file_findings(tally: Tally, limits: Limits, format_name: FormatName) -> Iterator[Finding]:
    """Says what is wrong with the whole file."""
    if not tally.rows:
        yield Finding(0, 0, "empty-file", "the file is empty; it needs one row a line, in JSON")
    elif tally.rows < limits.minimum_rows:
        yield Finding(0, 0, "too-few-rows", f"{tally.rows} rows; at least {limits.minimum_rows} are needed")
    if tally.size > limits.maximum_bytes:
        size, most = tally.size // 1024**2, (limits.maximum_bytes + 1) // 1024**2
        yield Finding(0, 0, "file-too-large", f"{size} MB; Azure takes files of up to {most} MB")
    if tally.rows and limits.formats and format_name not in limits.formats:
        taken = ", ".join(limits.formats)
        text = f"the method {limits.method} takes no {format_name} rows but: {taken}; `tunestack data convert` may help"
        yield Finding(0, 0, "format-not-taken", text)
    if format_name == "classification" and tally.labels:
        yield from _label_findings(tally.labels)


def _label_findings(labels: Counter[str]) -> Iterator[Finding]:
    (common, most), (rare, least) = labels.most_common(1)[0], labels.most_common()[-1]
    if len(labels) == 1:
        text = f"all rows have the label '{common[:40]}'; classes are told apart only where there are two"
        yield Finding(0, 0, "one-label", text)
    elif most > MOST_UNEVEN * least:
        text = f"'{common[:40]}' has {most} rows, '{rare[:40]}' {least}; add rows of the rare one or take some away"
        yield Finding(0, 0, "imbalance", text, "warning")
