"""What a pass over a file of training data has counted so far, and the report that becomes of it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from jobs.domain.data_format import FormatName
from jobs.domain.duplicates import SeenRows
from jobs.domain.findings import Finding

_MOST_LABELS = 1000
_SMALLEST_BUCKET = 6  # 2 ** 6 = 64 tokens


@dataclass(frozen=True)
class DataReport:
    """What a file of training data is like.

    Attributes:
        rows: how many rows it has, good or bad.
        size: its bytes.
        sha256: of its normal form; two files with the same rows have the same.
        estimated_tokens: of all good rows together (an estimate: four bytes are taken for one token).
        errors: how many findings make it unusable.
        warnings: how many findings don't.
        by_rule: how many findings of each rule; counts all, also those that `findings` left out.
        findings: the first ones, ordered by line and column.
        near_duplicates_looked_for: false where the file was too long for that.
        format: of its rows, as declared or detected.
        token_histogram: how many good rows have fewer estimated tokens than each bound; bounds double.
        labels: how many rows each label has; only of classification rows.
    """

    rows: int
    size: int
    sha256: str
    estimated_tokens: int
    errors: int
    warnings: int
    by_rule: dict[str, int]
    findings: tuple[Finding, ...]
    near_duplicates_looked_for: bool
    format: FormatName = "chat"
    token_histogram: dict[str, int] = field(default_factory=dict)
    labels: dict[str, int] = field(default_factory=dict)


@dataclass
class Tally:
    """Counts, and the first findings."""

    keep: int
    rows: int = 0
    size: int = 0
    tokens: int = 0
    severities: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)
    seen: SeenRows = field(default_factory=SeenRows)
    lengths: list[int] = field(default_factory=lambda: [0] * 64)
    labels: Counter[str] = field(default_factory=Counter)

    def add(self, findings: Iterable[Finding]) -> None:
        """Counts findings and keeps the first ones."""
        for finding in findings:
            self.severities[finding.severity] += 1
            self.rules[finding.rule] += 1
            if len(self.findings) < self.keep:
                self.findings.append(finding)

    def add_label(self, label: str) -> None:
        """Counts a row's label; so many kinds that they can't be labels aren't kept apart."""
        if label in self.labels or len(self.labels) < _MOST_LABELS:
            self.labels[label] += 1

    def report(self, digest: str, format_name: FormatName, *, near: bool) -> DataReport:
        """What has been seen."""
        return DataReport(
            rows=self.rows,
            size=self.size,
            sha256=digest,
            estimated_tokens=self.tokens,
            errors=self.severities["error"],
            warnings=self.severities["warning"],
            by_rule=dict(sorted(self.rules.items())),
            findings=tuple(sorted(self.findings)),
            near_duplicates_looked_for=near,
            format=format_name,
            token_histogram=self._histogram(),
            labels=dict(self.labels.most_common()),
        )

    def _histogram(self) -> dict[str, int]:
        counts = {_SMALLEST_BUCKET: sum(self.lengths[: _SMALLEST_BUCKET + 1])}
        counts |= {bits: count for bits, count in enumerate(self.lengths) if bits > _SMALLEST_BUCKET}
        last = max((bits for bits, count in counts.items() if count), default=0)
        return {f"<{2**bits}": count for bits, count in counts.items() if bits <= last}
