"""Rows that say the same twice: remembered in eight bytes a row, named by a second look only where there are some."""

import hashlib
from array import array
from collections.abc import Iterable, Iterator
from itertools import pairwise

from jobs.domain.findings import Finding

_BUCKETS = 256


class SeenRows:
    """The 64-bit fingerprints of the rows seen so far (8 MB for a million rows)."""

    def __init__(self) -> None:
        self._buckets = [array("q") for _ in range(_BUCKETS)]

    def add(self, fingerprint: int) -> None:
        """Remembers a row by its fingerprint (Python's own 64-bit hash of its text)."""
        self._buckets[fingerprint % _BUCKETS].append(fingerprint)

    def repeated(self) -> frozenset[int]:
        """The fingerprints seen more than once; sorted a bucket at a time, so that little memory is needed."""
        found: set[int] = set()
        for bucket in self._buckets:
            if len(set(bucket)) < len(bucket):
                ordered = sorted(bucket)
                found.update(one for one, other in pairwise(ordered) if one == other)
        return frozenset(found)


def duplicate_findings(rows: Iterable[tuple[int, str]]) -> Iterator[Finding]:
    """Names the rows that repeat an earlier one.

    Args:
        rows: (line number, conversation) of the rows whose fingerprint was seen more than once.
    """
    first: dict[bytes, int] = {}
    for number, text in rows:
        digest = hashlib.sha256(text.encode()).digest()
        original = first.setdefault(digest, number)
        if original != number:
            yield Finding(number, 0, "duplicate", f"the same conversation as line {original}; keep one of them")
