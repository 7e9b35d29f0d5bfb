"""A whole file of chat data, checked: every finding with line and column, in constant memory."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import BinaryIO

from pydantic import ValidationError

from jobs.domain.chat import ChatRow, conversation, turns_in_order, whole
from jobs.domain.duplicates import SeenRows, duplicate_findings
from jobs.domain.findings import Finding
from jobs.domain.lines import UTF_16_MARKS, OverlongLine, batches, join_rows
from jobs.domain.near_duplicates import near_duplicates
from jobs.domain.row_findings import row_findings


@dataclass(frozen=True)
class Limits:
    """What a file may have.

    Attributes:
        minimum_rows: the fewest rows that Azure trains on (10; Azure's fine-tuning guide, 2026-01).
        maximum_bytes: Azure takes training files under 512 MB (fine-tuning guide for serverless, 2026-01).
        maximum_tokens: the longest row, in estimated tokens.
        near_duplicate_rows: up to how many rows near-duplicates are looked for (that keeps the words in memory).
    """

    minimum_rows: int = 10
    maximum_bytes: int = 512 * 1024 * 1024
    maximum_tokens: int = 4096
    near_duplicate_rows: int = 10_000


@dataclass(frozen=True)
class DataReport:
    """What a file of chat data is like.

    Attributes:
        rows: how many rows it has, good or bad.
        size: its bytes.
        sha256: of its normal form; two files with the same rows have the same.
        estimated_tokens: of all good rows together.
        errors: how many findings make it unusable.
        warnings: how many findings don't.
        by_rule: how many findings of each rule; counts all, also those that `findings` left out.
        findings: the first ones, ordered by line and column.
        near_duplicates_looked_for: false where the file was too long for that.
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


@dataclass
class _Tally:
    """What the pass over the file has seen so far."""

    keep: int
    rows: int = 0
    size: int = 0
    tokens: int = 0
    severities: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)
    seen: SeenRows = field(default_factory=SeenRows)

    def add(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            self.severities[finding.severity] += 1
            self.rules[finding.rule] += 1
            if len(self.findings) < self.keep:
                self.findings.append(finding)


def validate(open_file: Callable[[], BinaryIO], *, limits: Limits | None = None, keep: int = 1000) -> DataReport:
    """Checks chat data: each row on its own, then the file as a whole.

    Args:
        open_file: opens the file from its start; called again only where rows repeat or near-duplicates are looked for.
        limits: what the file may have.
        keep: how many findings to keep; all are counted.
    """
    limits = limits or Limits()
    tally = _Tally(keep)
    with open_file() as stream:
        start = stream.read(2)
    if start in UTF_16_MARKS:
        tally.add([Finding(1, 1, "not-utf8", "the file is in UTF-16; save it in the UTF-8 encoding")])
        return _report(tally, hashlib.sha256().hexdigest(), near=False)
    with open_file() as stream:
        digest = _look_at_rows(stream, tally, limits)
    if repeated := tally.seen.repeated():
        with open_file() as stream:
            tally.add(duplicate_findings(_repeating(stream, repeated)))
    near = tally.rows <= limits.near_duplicate_rows
    if near:
        with open_file() as stream:
            tally.add(_near_duplicate_findings(list(_rows(stream))))
    tally.add(_of_file(tally, limits))
    return _report(tally, digest, near=near)


def _look_at_rows(stream: BinaryIO, tally: _Tally, limits: Limits) -> str:
    """Checks row by row; the hash is computed beside, in a thread (it leaves Python's lock alone)."""
    digest, number = hashlib.sha256(), 0
    pending: Future[None] | None = None
    with ThreadPoolExecutor(max_workers=1) as beside:
        for lines in batches(stream):
            if pending is not None:
                pending.result()
            normal = join_rows(lines)
            tally.size += len(normal)
            pending = beside.submit(digest.update, normal)
            _look_at(lines, number, tally, limits)
            number += len(lines)
    return digest.hexdigest()


def _look_at(lines: list[bytes], number: int, tally: _Tally, limits: Limits) -> None:
    parse, add = ChatRow.__pydantic_validator__.validate_json, tally.seen.add
    short = 4 * limits.maximum_tokens  # no row of fewer bytes can be too long: most needn't be measured
    for line in lines:
        number += 1
        if not line:
            continue
        tally.rows += 1
        try:
            row = parse(line)
        except ValidationError:
            tally.add(_bad_row(line, number, limits))
            continue
        contents = [message.content for message in row.messages]
        add(hash("\n".join(contents)))
        tally.tokens += len(line) // 4
        ordinary = all(map(str.strip, contents)) and turns_in_order(tuple([message.role for message in row.messages]))
        if len(line) > short or not ordinary:
            tally.add(row_findings(line, number, maximum_tokens=limits.maximum_tokens))


def _bad_row(line: bytes, number: int, limits: Limits) -> list[Finding]:
    if isinstance(line, OverlongLine):
        return [Finding(number, 1, "row-too-long", f"the line is longer than {len(line)} bytes; is it one row a line?")]
    return row_findings(line, number, maximum_tokens=limits.maximum_tokens)


def _rows(stream: BinaryIO) -> Iterator[tuple[int, ChatRow]]:
    parse, number = ChatRow.__pydantic_validator__.validate_json, 0
    for lines in batches(stream):
        for line in lines:
            number += 1
            with suppress(ValidationError):
                yield number, parse(line)


def _repeating(stream: BinaryIO, repeated: frozenset[int]) -> Iterator[tuple[int, str]]:
    for number, row in _rows(stream):
        text = whole(row)
        if hash(text) in repeated:
            yield number, text


def _near_duplicate_findings(rows: list[tuple[int, ChatRow]]) -> Iterator[Finding]:
    for twins in near_duplicates(conversation(row) for _, row in rows):
        (other, original), (number, row) = rows[twins.first], rows[twins.second]
        if row != original:
            message = f"{twins.likeness:.0%} as line {other}; a model learns such a template, not the task"
            yield Finding(number, 0, "near-duplicate", message, "warning")


def _of_file(tally: _Tally, limits: Limits) -> Iterator[Finding]:
    if not tally.rows:
        yield Finding(0, 0, "empty-file", "the file is empty; it needs one chat row a line")
    elif tally.rows < limits.minimum_rows:
        yield Finding(0, 0, "too-few-rows", f"{tally.rows} rows; at least {limits.minimum_rows} are needed")
    if tally.size > limits.maximum_bytes:
        size, most = tally.size // 1024**2, limits.maximum_bytes // 1024**2
        yield Finding(0, 0, "file-too-large", f"{size} MB; Azure takes files of up to {most} MB")


def _report(tally: _Tally, digest: str, *, near: bool) -> DataReport:
    return DataReport(
        rows=tally.rows,
        size=tally.size,
        sha256=digest,
        estimated_tokens=tally.tokens,
        errors=tally.severities["error"],
        warnings=tally.severities["warning"],
        by_rule=dict(sorted(tally.rules.items())),
        findings=tuple(sorted(tally.findings)),
        near_duplicates_looked_for=near,
    )
